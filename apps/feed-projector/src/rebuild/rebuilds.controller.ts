import { Body, Controller, Get, HttpStatus, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ProjectionReport, Rebuilds } from '#lib/read-model';
import { Allow, CurrentIdentity, type Identity, role } from '#lib/service';
import { order, type OrderBody } from '../parked/parked.params.js';
import { RebuildProblems } from './rebuild-problems.interceptor.js';
import { RebuildWorker } from './rebuild.worker.js';
import { AnswersVersions, type SwitchBody, switchOrder, versionParam } from './rebuilds.requests.js';

export interface VersionsAnswer {
  readonly versions: readonly ProjectionReport[];
}

/** The versions of the projection: what there is, and what operators decide about them. */
@ApiExcludeController()
@Controller('operator/rebuilds')
@UseInterceptors(RebuildProblems)
export class RebuildsController {
  constructor(
    private readonly rebuilds: Rebuilds,
    private readonly worker: RebuildWorker,
  ) {}

  @Get()
  @Allow(role('operator'))
  @AnswersVersions(HttpStatus.OK)
  async list(): Promise<VersionsAnswer> {
    return { versions: await this.rebuilds.list() };
  }

  @Post()
  @Allow(role('operator'))
  @AnswersVersions(HttpStatus.ACCEPTED)
  async start(
    @Body({ schema: order }) body: OrderBody,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<VersionsAnswer> {
    await this.rebuilds.start({ ...body, by });
    return this.decided();
  }

  @Post(':version/verify')
  @Allow(role('operator'))
  @AnswersVersions(HttpStatus.ACCEPTED)
  async verify(
    @Param('version', { schema: versionParam }) version: number,
    @Body({ schema: order }) body: OrderBody,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<VersionsAnswer> {
    await this.rebuilds.verify(version, { ...body, by });
    return this.decided();
  }

  @Post(':version/switch')
  @Allow(role('operator'))
  @AnswersVersions(HttpStatus.OK)
  async switch(
    @Param('version', { schema: versionParam }) version: number,
    @Body({ schema: switchOrder }) { acceptDifferences, reason }: SwitchBody,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<VersionsAnswer> {
    await this.rebuilds.switchTo(version, { reason, by }, acceptDifferences);
    return this.decided();
  }

  @Post(':version/rollback')
  @Allow(role('operator'))
  @AnswersVersions(HttpStatus.OK)
  async rollback(
    @Param('version', { schema: versionParam }) version: number,
    @Body({ schema: order }) body: OrderBody,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<VersionsAnswer> {
    await this.rebuilds.rollBack(version, { ...body, by });
    return this.decided();
  }

  @Post(':version/drop')
  @Allow(role('operator'))
  @AnswersVersions(HttpStatus.OK)
  async drop(
    @Param('version', { schema: versionParam }) version: number,
    @Body({ schema: order }) body: OrderBody,
    @CurrentIdentity() { subject: by }: Identity,
  ): Promise<VersionsAnswer> {
    await this.rebuilds.drop(version, { ...body, by });
    return this.decided();
  }

  /** Whatever was decided may leave something to be built, or to be verified. */
  private async decided(): Promise<VersionsAnswer> {
    this.worker.wake();
    return this.list();
  }
}

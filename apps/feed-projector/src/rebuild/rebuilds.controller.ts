import { Body, Controller, Get, HttpStatus, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { type ProjectionReport, Rebuilds } from '#lib/read-model';
import { RebuildProblems } from './rebuild-problems.interceptor.js';
import {
  AnswersVersions,
  decision,
  type DecisionBody,
  type SwitchBody,
  switchDecision,
  versionParam,
} from './rebuilds.requests.js';

export interface VersionsAnswer {
  readonly versions: readonly ProjectionReport[];
}

/** The versions of the projection: what there is, and what operators decide about them. */
@ApiExcludeController()
@Controller('operator/rebuilds')
@UseInterceptors(RebuildProblems)
export class RebuildsController {
  constructor(private readonly rebuilds: Rebuilds) {}

  @Get()
  @AnswersVersions(HttpStatus.OK)
  async list(): Promise<VersionsAnswer> {
    return { versions: await this.rebuilds.list() };
  }

  @Post()
  @AnswersVersions(HttpStatus.ACCEPTED)
  async start(@Body({ schema: decision }) body: DecisionBody): Promise<VersionsAnswer> {
    await this.rebuilds.start(body);
    return this.list();
  }

  @Post(':version/verify')
  @AnswersVersions(HttpStatus.ACCEPTED)
  async verify(
    @Param('version', { schema: versionParam }) version: number,
    @Body({ schema: decision }) body: DecisionBody,
  ): Promise<VersionsAnswer> {
    await this.rebuilds.verify(version, body);
    return this.list();
  }

  @Post(':version/switch')
  @AnswersVersions(HttpStatus.OK)
  async switch(
    @Param('version', { schema: versionParam }) version: number,
    @Body({ schema: switchDecision }) { acceptDifferences, ...body }: SwitchBody,
  ): Promise<VersionsAnswer> {
    await this.rebuilds.switchTo(version, body, acceptDifferences);
    return this.list();
  }

  @Post(':version/rollback')
  @AnswersVersions(HttpStatus.OK)
  async rollback(
    @Param('version', { schema: versionParam }) version: number,
    @Body({ schema: decision }) body: DecisionBody,
  ): Promise<VersionsAnswer> {
    await this.rebuilds.rollBack(version, body);
    return this.list();
  }

  @Post(':version/drop')
  @AnswersVersions(HttpStatus.OK)
  async drop(
    @Param('version', { schema: versionParam }) version: number,
    @Body({ schema: decision }) body: DecisionBody,
  ): Promise<VersionsAnswer> {
    await this.rebuilds.drop(version, body);
    return this.list();
  }
}

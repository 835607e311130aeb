import {
  type CanActivate,
  Controller,
  type ExecutionContext,
  Get,
  Inject,
  Injectable,
  Query,
  UseGuards,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { DataSource, In } from 'typeorm';
import type { SignInCheck } from '../../sign-in-check.js';
import { Entry } from './entities.js';

export const SIGN_IN_CHECK = Symbol('SIGN_IN_CHECK');
export const AUDIENCES = Symbol('AUDIENCES');

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(@Inject(SIGN_IN_CHECK) private readonly isBelieved: SignInCheck) {}

  canActivate(context: ExecutionContext): Promise<boolean> {
    return this.isBelieved(context.switchToHttp().getRequest<FastifyRequest>().headers.authorization);
  }
}

@Controller('feed')
@UseGuards(AuthGuard)
export class EntriesController {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(AUDIENCES) private readonly audiences: string[],
  ) {}

  @Get()
  async read(@Query('offset') offset: string, @Query('limit') limit: string): Promise<{ items: Entry[] }> {
    const items = await this.dataSource.getRepository(Entry).find({
      where: { audience: In(this.audiences) },
      relations: { mentions: true, reactions: true },
      // One query for each relation: joined, all rows before the offset would be joined as well.
      relationLoadStrategy: 'query',
      order: { occurredAt: 'DESC', id: 'DESC' },
      skip: Number(offset),
      take: Number(limit),
    });
    return { items };
  }
}

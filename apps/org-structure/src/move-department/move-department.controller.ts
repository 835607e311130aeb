import { Body, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { DepartmentMovedV1, id } from '#lib/contracts';
import { type CommandResult, SourceController } from '#lib/event-source';
import { Allow, role } from '#lib/service';
import { MoveDepartment } from './move-department.handler.js';

/** All of it may be left out. */
const body = z.strictObject(DepartmentMovedV1.schema.pick({ parentId: true }).shape).default({});

@SourceController('departments')
export class MoveDepartmentController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/parent')
  @Allow(role('org'))
  @HttpCode(200)
  move(
    @Param('id', { schema: id }) departmentId: string,
    @Body({ schema: body }) { parentId }: z.output<typeof body>,
  ): Promise<CommandResult> {
    return this.commands.execute(new MoveDepartment(departmentId, parentId));
  }
}

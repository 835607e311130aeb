import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Streams } from '#lib/event-source';
import { type Department, department, streamOf } from '../department.js';

export interface DepartmentNow extends Omit<Department, 'departmentId'> {
  readonly id: string;
  readonly version: number;
}

export class ReadDepartment extends Query<DepartmentNow> {
  constructor(readonly departmentId: string) {
    super();
  }
}

@QueryHandler(ReadDepartment)
export class ReadDepartmentHandler implements IQueryHandler<ReadDepartment> {
  constructor(private readonly streams: Streams) {}

  async execute({ departmentId }: ReadDepartment): Promise<DepartmentNow> {
    const { state, version } = await this.streams.load(streamOf(departmentId), department);
    const { departmentId: id, ...details } = state;
    return { id, version, ...details };
  }
}

import { Injectable } from '@nestjs/common';
import { RuleViolation } from '#lib/decider';
import { StreamNotFound, Streams } from '#lib/event-source';
import { type Department, department, mustNotBeAbove, streamOf } from './department.js';

/**
 * What a command must know of departments other than the one that it changes. They are read before the append and not
 * in its transaction. So a department that is dissolved at the same moment may still be given a team or a part, and of
 * two departments that are moved into each other at the same moment both may be.
 */
@Injectable()
export class DepartmentsLookup {
  constructor(private readonly streams: Streams) {}

  /** Throws `department-unknown`, also when it was dissolved. */
  async mustExist(departmentId: string): Promise<void> {
    const found = await this.find(departmentId);
    if (found && !found.dissolved) return;
    throw new RuleViolation('department-unknown', `There is no department ${departmentId}.`);
  }

  /** Whether `departmentId` may become part of `parentId`. Throws `department-unknown`, `department-cycle`. */
  async mustTake(parentId: string, departmentId: string): Promise<void> {
    await this.mustExist(parentId);
    mustNotBeAbove(departmentId, await this.lineFrom(parentId));
  }

  /** A department and those above it. Ends also where they go round in a circle. */
  private async lineFrom(departmentId: string): Promise<string[]> {
    const line = new Set<string>();
    let next: string | undefined = departmentId;
    while (next !== undefined && !line.has(next)) {
      line.add(next);
      const found: Department | undefined = await this.find(next);
      next = found?.parentId;
    }
    return [...line];
  }

  private async find(departmentId: string): Promise<Department | undefined> {
    try {
      return (await this.streams.load(streamOf(departmentId), department)).state;
    } catch (error) {
      if (error instanceof StreamNotFound) return undefined;
      throw error;
    }
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Employee, OutboxMessage } from './entities.js';

export interface CreateEmployee {
  readonly name: string;
  readonly position: string;
}

@Injectable()
export class EmployeesService {
  constructor(private readonly dataSource: DataSource) {}

  create(wish: CreateEmployee): Promise<Employee> {
    return this.dataSource.transaction(async (manager) => {
      const employee = await manager.save(manager.create(Employee, { ...wish }));
      const message = { aggregateId: employee.id, type: 'employee.hired', payload: wish };
      await manager.save(manager.create(OutboxMessage, message));
      return employee;
    });
  }
}

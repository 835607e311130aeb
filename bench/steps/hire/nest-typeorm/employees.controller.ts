import {
  Body,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Inject,
  Injectable,
  Post,
  StandardSchemaValidationPipe,
  UseGuards,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { SignInCheck } from '../../../core/sign-in-check.js';
import { type CreateEmployee, EmployeesService } from './employees.service.js';

export const TOKEN_CHECK = Symbol('TOKEN_CHECK');

const line = z.string().min(1).max(200);
const createEmployee = z.object({ name: line, position: line });

@Injectable()
export class AuthGuard implements CanActivate {
  constructor(@Inject(TOKEN_CHECK) private readonly isBelieved: SignInCheck) {}

  canActivate(context: ExecutionContext): Promise<boolean> {
    return this.isBelieved(context.switchToHttp().getRequest<FastifyRequest>().headers.authorization);
  }
}

@Controller('employees')
@UseGuards(AuthGuard)
export class EmployeesController {
  constructor(private readonly employees: EmployeesService) {}

  @Post()
  async create(
    @Body({ schema: createEmployee, pipes: [new StandardSchemaValidationPipe()] }) wish: CreateEmployee,
  ): Promise<{ id: string; version: number }> {
    const { id } = await this.employees.create(wish);
    return { id, version: 1 };
  }
}

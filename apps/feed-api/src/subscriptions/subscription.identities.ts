import { Injectable } from '@nestjs/common';
import { EmployeeDepartedV1, EmployeeForgottenV1 } from '#lib/contracts';
import { Subscriptions } from '#lib/read-model';
import { type Identity, LinkIdentities } from '#lib/service';
import { databaseProblem } from '../database.interceptor.js';
import { digestOf } from './link.token.js';

/** Nobody tells the feed when somebody may no longer sign in, but that they leave. */
const ENDING = {
  source: '/employee-registrar',
  stream: 'employee/',
  names: [EmployeeDepartedV1.name, EmployeeForgottenV1.name],
};

/**
 * Whose a link is. What roles and groups somebody has only their provider's token says, and a link has none: it is in the
 * audiences of everybody, of the person, and of where they work now.
 */
@Injectable()
export class SubscriptionIdentities extends LinkIdentities {
  constructor(private readonly subscriptions: Subscriptions) {
    super();
  }

  override async identify(token: string): Promise<Identity | undefined> {
    const digest = digestOf(token);
    if (!digest) return undefined;
    const found = await this.subscriptions.find(digest, ENDING).catch((error: Error) => {
      throw databaseProblem(error) ?? error;
    });
    if (!found) return undefined;
    // Counted apart from what the person asks for.
    return { subject: `subscription ${found.id}`, personId: found.personId, roles: new Set(), groups: [] };
  }
}

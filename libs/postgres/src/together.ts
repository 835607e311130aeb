interface Asked<Ask, Answer> {
  readonly ask: Ask;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Has what is asked in one turn, or while a statement is under way, go together in the next one: who is alone waits for
 * nobody, and under load one round trip is of many.
 */
export class Together<Ask, Answer> {
  private asked: Asked<Ask, Answer>[] = [];
  private isDue = false;

  /** `answerAll`: an answer for each, in their order. Where it rejects, all of them do. */
  constructor(private readonly answerAll: (asks: readonly Ask[]) => Promise<readonly Answer[]>) {}

  ask(ask: Ask): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.asked.push({ ask, resolve, reject });
      if (this.isDue) return;
      this.isDue = true;
      queueMicrotask(() => void this.answer());
    });
  }

  private async answer(): Promise<void> {
    while (this.asked.length > 0) {
      const group = this.asked;
      this.asked = [];
      try {
        const answers = await this.answerAll(group.map(({ ask }) => ask));
        group.forEach(({ resolve }, n) => resolve(answers[n]!));
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.isDue = false;
  }
}

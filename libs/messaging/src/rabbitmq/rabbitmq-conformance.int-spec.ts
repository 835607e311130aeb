import { rabbitmqBench, testMessaging } from '#lib/testing';

testMessaging('RabbitmqPublisher and RabbitmqSubscriber', () => rabbitmqBench());

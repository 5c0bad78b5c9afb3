import { describe } from 'vitest';
import { describeIdbStore } from './idbContract.ts';

describe('IndexedDB store in a browser', describeIdbStore);

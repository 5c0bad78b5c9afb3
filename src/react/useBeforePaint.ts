'use client';
import { useEffect, useLayoutEffect } from 'react';

/** `useLayoutEffect`, of which React 18 complains on a server: there is no layout there. */
export const useBeforePaint: typeof useLayoutEffect =
  typeof document === 'undefined' ? useEffect : useLayoutEffect;

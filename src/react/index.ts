'use client';
export type { DataAttributes } from './dataAttributes.ts';
export { english, type Messages, type Words } from './messages.ts';
export { SafeActionButton, type SafeActionButtonProps } from './SafeActionButton.tsx';
export { SafeActionProvider, type SafeActionProviderProps } from './SafeActionProvider.tsx';
export { SafeActionStatus, type SafeActionStatusProps } from './SafeActionStatus.tsx';
export type { SafeActionHandle } from './safeActionHandle.ts';
export { useOpenActions } from './useOpenActions.ts';
export { type UseSafeActionOptions, useSafeAction } from './useSafeAction.ts';

// The one thing `src` uses of Node's globals; bundlers replace it. The build has no other Node types.
declare const process: { readonly env: { readonly NODE_ENV?: string } };

# One image for each app: docker build --build-arg APP=feed-api .
# They share all layers but the last.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY tools tools
COPY libs libs
COPY apps apps
# Compiles, and copies what is not TypeScript beside it.
RUN node tools/prepare.mjs

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional packages are an embedded PostgreSQL and a Node; the one is a service here, the other is the base image.
RUN npm ci --omit=dev --omit=optional && npm cache clean --force
COPY --from=build /app/dist dist

# Outside of a container 127.0.0.1 is the default. In here it would reach nobody.
ENV HOST=0.0.0.0 PORT=3000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM

ARG APP
# A link, since the exec form of CMD expands no variable and a shell would not pass SIGTERM on.
RUN test -f "dist/apps/$APP/src/main.js" && ln -s "dist/apps/$APP/src/main.js" main.js
USER node
CMD ["node", "--enable-source-maps", "main.js"]

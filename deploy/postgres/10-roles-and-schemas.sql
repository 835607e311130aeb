-- Run once by the postgres image, with psql, on an empty data folder. One role for each app: what one app may not touch,
-- a mistake in it cannot touch either.
\getenv employee_registrar_password EMPLOYEE_REGISTRAR_DB_PASSWORD
\getenv org_structure_password ORG_STRUCTURE_DB_PASSWORD
\getenv thanks_password THANKS_DB_PASSWORD
\getenv reactions_password REACTIONS_DB_PASSWORD
\getenv event_intake_password EVENT_INTAKE_DB_PASSWORD
\getenv curation_password CURATION_DB_PASSWORD
\getenv feed_projector_password FEED_PROJECTOR_DB_PASSWORD
\getenv feed_api_password FEED_API_DB_PASSWORD
\getenv personal_keys_password PERSONAL_KEYS_DB_PASSWORD

-- Postgres lets everybody connect to a database and make temporary tables in it.
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- Each app migrates the schema that it owns when it starts.
CREATE ROLE employee_registrar LOGIN PASSWORD :'employee_registrar_password';
GRANT CONNECT ON DATABASE :"DBNAME" TO employee_registrar;
CREATE SCHEMA employee_registrar AUTHORIZATION employee_registrar;

CREATE ROLE org_structure LOGIN PASSWORD :'org_structure_password';
GRANT CONNECT ON DATABASE :"DBNAME" TO org_structure;
CREATE SCHEMA org_structure AUTHORIZATION org_structure;

CREATE ROLE thanks LOGIN PASSWORD :'thanks_password';
GRANT CONNECT ON DATABASE :"DBNAME" TO thanks;
CREATE SCHEMA thanks AUTHORIZATION thanks;

CREATE ROLE reactions LOGIN PASSWORD :'reactions_password';
GRANT CONNECT ON DATABASE :"DBNAME" TO reactions;
CREATE SCHEMA reactions AUTHORIZATION reactions;

CREATE ROLE event_intake LOGIN PASSWORD :'event_intake_password';
GRANT CONNECT ON DATABASE :"DBNAME" TO event_intake;
CREATE SCHEMA event_intake AUTHORIZATION event_intake;

CREATE ROLE curation LOGIN PASSWORD :'curation_password';
GRANT CONNECT ON DATABASE :"DBNAME" TO curation;
CREATE SCHEMA curation AUTHORIZATION curation;

CREATE ROLE feed_projector LOGIN PASSWORD :'feed_projector_password';
GRANT CONNECT ON DATABASE :"DBNAME" TO feed_projector;
CREATE SCHEMA feed AUTHORIZATION feed_projector;

-- Reads what the projector writes, tables of later migrations and rebuilds included. What it keeps for readers it writes by
-- functions of the projector, which everybody may call who may use the schema: it may write no table.
CREATE ROLE feed_api LOGIN PASSWORD :'feed_api_password';
GRANT CONNECT ON DATABASE :"DBNAME" TO feed_api;
GRANT USAGE ON SCHEMA feed TO feed_api;
ALTER DEFAULT PRIVILEGES FOR ROLE feed_projector IN SCHEMA feed GRANT SELECT ON TABLES TO feed_api;

-- The keys of people, for those apps that record or read what is told of them. Whoever reads the events has none of them.
CREATE ROLE personal_keys LOGIN PASSWORD :'personal_keys_password';
GRANT CONNECT ON DATABASE :"DBNAME" TO personal_keys;
CREATE SCHEMA personal_keys AUTHORIZATION personal_keys;

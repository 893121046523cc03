-- What traits and scores are of actors, where a catalog says that they are indexed: one row for each actor and field. Keys compare as bytes do.
-- Programs of before write none: an actor that they appended to has its rows made anew by the first commit of a later one.
CREATE TABLE personagrain.field_values (
    workspace integer          NOT NULL,
    actor     text COLLATE "C" NOT NULL,
    field     bigint           NOT NULL,
    key       bytea            NOT NULL,
    PRIMARY KEY (workspace, actor, field)
);

-- Has everything that a page of a search shows.
CREATE INDEX field_values_sorted ON personagrain.field_values (workspace, field, key, actor);

-- Removes the values that actors have: those of the fields that stand from a place to another one, or, where it keeps these, all others.
-- A look at the primary key for each actor, whatever a plan was made for: see step 1.
CREATE FUNCTION personagrain.remove_values(
    workspaces integer[], actors text[], firsts integer[], lasts integer[], keep boolean[], fields bigint[]) RETURNS void
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
BEGIN
    DELETE FROM personagrain.field_values held
    USING unnest(workspaces, actors, firsts, lasts, keep) AS gone (workspace, actor, first, last, keeps)
    WHERE held.workspace = gone.workspace AND held.actor = gone.actor AND (held.field = ANY (fields[gone.first:gone.last])) <> gone.keeps;
END
$$;

-- As in step 10, with the values of fields.
CREATE OR REPLACE FUNCTION personagrain.remove_rows(gone integer, most integer) RETURNS integer
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_bitmapscan = off
AS $$
DECLARE
    place   text;
    deleted integer;
    total   integer := 0;
BEGIN
    IF NOT EXISTS (SELECT FROM personagrain.workspaces w WHERE w.number = gone AND w.state <> 0) THEN
        RAISE EXCEPTION 'the workspace % is not being removed', gone;
    END IF;

    -- One at a time: two that delete the same rows in different orders would wait for each other.
    PERFORM pg_advisory_xact_lock(1885827887, gone);
    FOREACH place IN ARRAY ARRAY[
        'wakes', 'journal', 'actors', 'ids', 'field_values', 'events', 'quarantine', 'population_deltas', 'population', 'publication', 'catalogs', 'totals']
    LOOP
        EXECUTE format(
            'DELETE FROM personagrain.%I WHERE ctid = ANY (ARRAY(SELECT ctid FROM personagrain.%I WHERE workspace = $1 LIMIT $2))', place, place)
            USING gone, most - total;
        GET DIAGNOSTICS deleted = ROW_COUNT;
        total := total + deleted;
        IF total >= most THEN
            RETURN total;
        END IF;
    END LOOP;

    DELETE FROM personagrain.OrleansStorage WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM personagrain.OrleansStorage
        WHERE personagrain.workspace_of(GrainTypeString, GrainIdN1, GrainIdExtensionString) = gone
          AND personagrain.workspace_of(GrainTypeString, GrainIdN1, GrainIdExtensionString) <> 0
        LIMIT most - total));
    GET DIAGNOSTICS deleted = ROW_COUNT;
    RETURN total + deleted;
END
$$;

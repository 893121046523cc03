namespace PersonaGrain.Embedded.Store.Upgrading;

/// <summary>Turns layout 1 into layout 2.</summary>
/// <remarks>In layout 1 no snapshot says when its profile must wake, so every one is due at once: waking early is harmless.</remarks>
internal static class FromLayout1
{
    /// <summary>The statements.</summary>
    public const string Step =
        """
        ALTER TABLE snapshots ADD COLUMN wake INTEGER;
        UPDATE snapshots SET wake = 0;
        CREATE INDEX snapshots_by_wake ON snapshots (wake) WHERE wake IS NOT NULL;
        ALTER TABLE state ADD COLUMN reevaluated INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE state ADD COLUMN reevaluate_to INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE state ADD COLUMN pruned INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE population (id INTEGER PRIMARY KEY CHECK (id = 1), catalog INTEGER NOT NULL, body BLOB NOT NULL,
            published BLOB);
        """;
}

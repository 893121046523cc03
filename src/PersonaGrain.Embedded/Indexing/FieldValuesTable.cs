namespace PersonaGrain.Embedded.Indexing;

/// <summary>The table of what each actor has in each indexed field, and its index by value; changed in the commits of the turns that change a value.</summary>
/// <remarks>Measured: some 60 bytes for a number, both orders together. A change costs a look-up of the actor, and its place in the order of values, taken out and put in.</remarks>
internal static class FieldValuesTable
{
    /// <summary>The tables that layout 5 adds.</summary>
    public const string Create =
        """
        CREATE TABLE field_values (actor INTEGER NOT NULL, field INTEGER NOT NULL, key BLOB NOT NULL, PRIMARY KEY (actor, field)) WITHOUT ROWID;
        CREATE INDEX field_values_by_key ON field_values (field, key, actor);
        """;
}

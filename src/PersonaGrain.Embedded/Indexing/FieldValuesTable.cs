namespace PersonaGrain.Embedded.Indexing;

/// <summary>The table of what each actor has in each indexed field, and its index by value; changed in the commits of the turns that change a value.</summary>
/// <remarks>
/// A change costs a look-up of the actor, and its place in the order of values, taken out and put in: three pages, which lie anywhere. So rows are short: fields
/// have small numbers, and whatever lies in both orders stands there once.
/// </remarks>
internal static class FieldValuesTable
{
    /// <summary>The tables that layout 5 adds.</summary>
    public const string Create =
        """
        CREATE TABLE indexed_fields (number INTEGER PRIMARY KEY, field INTEGER NOT NULL UNIQUE);
        CREATE TABLE field_values (actor INTEGER NOT NULL, field INTEGER NOT NULL, key BLOB NOT NULL, PRIMARY KEY (actor, field)) WITHOUT ROWID;
        CREATE INDEX field_values_by_key ON field_values (field, key, actor);
        """;

    /// <summary>The number of a field, of which the second parameter is the key.</summary>
    public const string NumberOf = "(SELECT number FROM indexed_fields WHERE field = ?2)";
}

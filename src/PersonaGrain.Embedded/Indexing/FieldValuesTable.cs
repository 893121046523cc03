namespace PersonaGrain.Embedded.Indexing;

/// <summary>What each actor has in each indexed field, and its index by value; changed in the commits of the turns that change a value.</summary>
/// <remarks>
/// A change writes where the actor stands, and where the value stood and stands in the order of values: three pages, which lie anywhere. So rows are kept
/// short: fields have small numbers.
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

using PersonaGrain.Embedded.Indexing;

namespace PersonaGrain.Embedded.Store.Upgrading;

/// <summary>Turns layout 4 into layout 5: values of indexed fields get a table. No catalog had any before.</summary>
internal static class FromLayout4
{
    /// <summary>The statements.</summary>
    public const string Step = FieldValuesTable.Create;
}

using PersonaGrain.Embedded.People;

namespace PersonaGrain.Embedded.Store.Upgrading;

/// <summary>Turns layout 3 into layout 4: sealed identities get a table. Nobody was joined before.</summary>
internal static class FromLayout3
{
    /// <summary>The statements.</summary>
    public const string Step = JoinedTable.Create;
}

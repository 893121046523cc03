using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.People;

/// <summary>What the journals of several actors take together: in one commit, or not at all.</summary>
/// <param name="appends">What each takes.</param>
/// <param name="catalog">What it was worked out under; where something else is in force by then, nothing is written.</param>
internal sealed class PersonCommit(IReadOnlyList<ActorAppend> appends, CatalogInForce catalog)
{
    public IReadOnlyList<ActorAppend> Appends => appends;

    public CatalogInForce Catalog => catalog;

    /// <summary>Why an actor could not be held; else null.</summary>
    public StoreFault? Fault { get; set; }

    /// <summary>An actor that reads its long history just now, for which nothing was written; else the default.</summary>
    public ActorId Busy { get; set; }

    /// <summary>It is in the commit. Else, without a fault, the journals do not end where it begins.</summary>
    public bool IsWritten { get; set; }
}

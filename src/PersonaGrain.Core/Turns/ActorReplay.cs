using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Time;

namespace PersonaGrain.Turns;

/// <summary>
/// Repeats a journal as it is read, for whoever brings it somewhere else without living it: what is indexed of the actor there, and when it is to be woken.
/// </summary>
public sealed class ActorReplay
{
    private readonly Actor _actor;
    private readonly CatalogInForce _catalog;

    /// <summary>An actor of which nothing is known yet.</summary>
    public ActorReplay(Actor actor, CatalogInForce catalog)
    {
        ArgumentNullException.ThrowIfNull(actor);
        (_actor, _catalog) = (actor, catalog);
        actor.Reset(catalog, default);
    }

    /// <summary>Whether it is one of whom a signal was taken, and counts still.</summary>
    public bool Exists => _actor.Exists;

    /// <summary>Repeats an entry, each once and in the order of the journal.</summary>
    public void Fold(in JournalEntry entry) => _actor.Fold(entry);

    /// <summary>All entries were repeated: the actor comes to the catalog.</summary>
    /// <param name="asOf">Up to when whatever was due is among the entries.</param>
    /// <returns>What it comes to; null where it has to learn from its whole history first, which the grid does that hosts it.</returns>
    public ReplayedActor? Adopt(Instant asOf)
    {
        var adopted = JournalEntry.Adopted(_catalog.Version, asOf);
        _actor.Fold(adopted);
        if (!_actor.Exists)
        {
            // Another actor holds its person, or nothing was ever taken.
            return new ReplayedActor(adopted, null, _actor.HasFollowers ? asOf : Instant.Never);
        }

        if (_actor.IsIncomplete)
        {
            return null;
        }

        var effects = new TurnEffects();
        _actor.Reevaluate(_actor.AsOf, Cause.Clock, effects);

        // What the actor decides now is for the grid to decide and to tell: it is woken for it, and where it may have followers to tell.
        return new ReplayedActor(
            adopted,
            _actor.UpdateIndex(replacesAll: false),
            effects.Entries.Count > 0 || _actor.HasFollowers ? _actor.AsOf : _actor.WakeAt);
    }
}

/// <summary>What an actor comes to whose journal was repeated.</summary>
/// <param name="Adopted">The entry that ends its journal.</param>
/// <param name="Index">What the index of fields has of it; null for nothing.</param>
/// <param name="Wake">When it is to be woken.</param>
public readonly record struct ReplayedActor(JournalEntry Adopted, IndexUpdate? Index, Instant Wake);

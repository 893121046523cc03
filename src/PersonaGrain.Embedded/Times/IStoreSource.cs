using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Times;

/// <summary>A store that is looked at as of other instants than now: one that a grid runs on, or one that is only read.</summary>
internal interface IStoreSource
{
    /// <summary>What is in force.</summary>
    CatalogInForce InForce { get; }

    /// <summary>The names of the store.</summary>
    INameTable Names { get; }

    /// <summary>Connections to the store.</summary>
    ReaderPool Readers { get; }

    /// <summary>Completes when the store has all that happened.</summary>
    ValueTask SettleAsync(CancellationToken cancellation);

    /// <summary>The identity whose actor holds the person of one.</summary>
    ProfileId HolderOf(ProfileId profile);

    /// <summary>
    /// The profile of an actor that holds a person. It lives on by itself up to an instant, with what happens to it on the way;
    /// the profile itself does not change. Null where it is unknown.
    /// </summary>
    /// <exception cref="IOException">The profile can not be read.</exception>
    ValueTask<Foreseen?> ForeseeAsync(ProfileId profile, Instant until, CancellationToken cancellation);

    /// <summary>Where the journal of an actor that holds a person ends; null where it is unknown.</summary>
    /// <exception cref="IOException">The store can not be read.</exception>
    ValueTask<ActorAddress?> FindAsync(ProfileId profile, CancellationToken cancellation);
}

/// <summary>A profile as it will be.</summary>
/// <param name="Machine">The logic that the state is of.</param>
/// <param name="State">The state.</param>
/// <param name="Entries">What happens on the way.</param>
internal sealed record Foreseen(ProfileMachine Machine, ProfileState State, IReadOnlyList<JournalEntry> Entries);

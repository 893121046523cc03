using System.Diagnostics;
using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Catalogs;
using PersonaGrain.Grains.Wire;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Client;

/// <summary>Reads actors: their state comes over, and answers are worked out here.</summary>
internal sealed class ActorReader(ActorReferences actors, ActorKinds kinds, CatalogHolder catalogs, GrainCalls calls, IOptions<GrainEngineOptions> options)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>An actor as of now, to be looked at; null where nothing was ever observed for it, or another actor holds its person.</summary>
    /// <exception cref="JournalUnavailableException">There was no answer.</exception>
    public async Task<ActorRead?> ReadAsync(ActorId id, CancellationToken cancellation) =>
        (await AskAsync(id, false, cancellation)).Read is { Actor.Exists: true } found ? found : null;

    /// <summary>What an actor answers: its state as of now, also where no signal was taken yet, or the actor that holds its person.</summary>
    /// <param name="id">The actor.</param>
    /// <param name="verifies">Another actor said that the answer is here.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="JournalUnavailableException">There was no answer.</exception>
    public async Task<ActorAnswer> AskAsync(ActorId id, bool verifies, CancellationToken cancellation)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            var version = catalogs.Latest?.Version ?? 0;
            if (await calls.CallAsync(() => actors[id].StateAsync(version, verifies), cancellation) is not { } answer)
            {
                return default;
            }

            if (answer.MovedTo is { } place)
            {
                return new ActorAnswer(null, place);
            }

            // Its silo may know something newer than this process did a moment ago, or still something older; soon both know the same.
            var catalog = await catalogs.CurrentAsync(answer.CatalogVersion, cancellation);
            if (catalog.Version == answer.CatalogVersion && catalog.Publication.Decisive == answer.Decisive)
            {
                return new ActorAnswer(await RestoreAsync(id, catalog, answer, cancellation), null);
            }

            if (Stopwatch.GetElapsedTime(began) > options.Value.RetryFor)
            {
                throw new JournalUnavailableException("silo and gateway see different catalogs", Pause);
            }

            await catalogs.RefreshAfterAsync(catalog, cancellation);
            await Task.Delay(Pause, cancellation);
        }
    }

    private async ValueTask<ActorRead> RestoreAsync(ActorId id, CatalogInForce catalog, StateAnswer answer, CancellationToken cancellation)
    {
        var turn = new ActorTurn();
        turn.Begin(kinds.Create(id), catalog, answer.AsOf);
        await turn.PrepareAsync(new AnswerStorage(answer), cancellation);
        return new ActorRead(turn.Actor, answer.AsOf);
    }

    /// <summary>An answer as what is stored.</summary>
    private sealed class AnswerStorage(StateAnswer answer) : IActorStorage
    {
        public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) =>
            new(new StoredActor(answer.Snapshot, 1, answer.CatalogVersion, null, 1));

        public IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, CancellationToken cancellation) =>
            throw new InvalidOperationException($"the state of {actor} is not whole");

        public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
            throw new InvalidOperationException("what is looked at takes no signals");
    }
}

/// <summary>An actor that was read.</summary>
/// <param name="Actor">A copy of its own.</param>
/// <param name="AsOf">The instant it is of.</param>
internal readonly record struct ActorRead(Actor Actor, Instant AsOf);

/// <summary>What an actor answered.</summary>
/// <param name="Read">Its state; null where nothing is known of it, or its person is held by another one.</param>
/// <param name="MovedTo">The actor that its person went to; null where it is here.</param>
internal readonly record struct ActorAnswer(ActorRead? Read, ProfileId? MovedTo);

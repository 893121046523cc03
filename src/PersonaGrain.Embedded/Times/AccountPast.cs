using System.Runtime.CompilerServices;
using PersonaGrain.Embedded.Actors;
using PersonaGrain.Embedded.Journal;
using PersonaGrain.Embedded.Store;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Embedded.Times;

/// <summary>
/// An account as it was at an instant that is past: with the people and signals that it had been told of by then, under the catalog in force.
/// </summary>
/// <remarks>Its journal is repeated up to there. What its members did before but told it of later, as whoever comes brings history, is not in it.</remarks>
internal static class AccountPast
{
    /// <summary>The account; null where nothing counted for it then.</summary>
    /// <param name="history">Reads its journal.</param>
    /// <param name="address">Where that ends.</param>
    /// <param name="account">Who it is.</param>
    /// <param name="inForce">What is in force.</param>
    /// <param name="at">The instant.</param>
    public static Profile? Find(ActorHistory history, ActorAddress address, ActorId account, CatalogInForce inForce, Instant at)
    {
        var (turn, profile) = (new ActorTurn(), (Profile)ActorKind.Profile.Create(account));

        // Evaluated as if the catalog had always been in force, as people of the past are.
        turn.Begin(profile, new CatalogInForce(inForce.Machine, default, default), at);
        if (AtOnce.Result(turn.PrepareAsync(new Cut(history, address, at), CancellationToken.None)) > 0)
        {
            throw new StoreException(SQLitePCL.raw.SQLITE_CORRUPT, $"{account} has come to a catalog that the store does not have");
        }

        return profile.Exists ? profile : null;
    }

    /// <summary>The journal of one actor up to an instant; no snapshot, since that may be of later.</summary>
    private sealed class Cut(ActorHistory history, ActorAddress address, Instant at) : IActorStorage
    {
        public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) => new(new StoredActor(default, 0, 0, null, null));

        public async IAsyncEnumerable<JournaledEntry> ReadAsync(
            ActorId actor, long after, JournalEntryKinds kinds, [EnumeratorCancellation] CancellationToken cancellation)
        {
            // All kinds are read, since any entry may be the first of later.
            foreach (var each in history.Read(address, after, JournalEntryKinds.All).TakeWhile(each => DurableJournals.InstantOf(each.Entry) <= at))
            {
                if (kinds.Has(each.Entry.Kind))
                {
                    yield return each;
                }
            }

            await ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
            throw new InvalidOperationException("the past takes no signals");
    }
}

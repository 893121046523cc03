using System.Runtime.CompilerServices;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>
/// An account as it was at an instant that is past: with the people and signals that it had been told of by then, under the catalog in force.
/// </summary>
/// <remarks>Its journal is repeated up to there. What its members did before but told it of later, as whoever comes brings history, is not in it.</remarks>
internal static class AccountPast
{
    /// <summary>The account; null where nothing counted for it then.</summary>
    internal static async ValueTask<Profile?> FindAsync(
        ActorId account, CatalogInForce inForce, Instant at, IActorStorage journals, CancellationToken cancellation)
    {
        var (turn, profile) = (new ActorTurn(), (Profile)ActorKind.Profile.Create(account));

        // Evaluated as if the catalog had always been in force, as people of the past are.
        turn.Begin(profile, new CatalogInForce(inForce.Machine, default, default), at);
        return await turn.PrepareAsync(new Cut(journals, at), cancellation) > 0
            ? throw new FormatException($"{account} has come to a catalog that the store does not have")
            : profile.Exists ? profile : null;
    }

    /// <summary>The journal of one actor up to an instant; no snapshot, since that may be of later.</summary>
    private sealed class Cut(IActorStorage journals, Instant at) : IActorStorage
    {
        public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) => new(new StoredActor(default, 0, 0, null, null));

        public async IAsyncEnumerable<JournaledEntry> ReadAsync(
            ActorId actor, long after, JournalEntryKinds kinds, [EnumeratorCancellation] CancellationToken cancellation)
        {
            // All kinds are read, since any entry may be the first of later.
            var read = 0;
            await foreach (var each in journals.ReadAsync(actor, after, JournalEntryKinds.All, cancellation))
            {
                if (++read > ProfileTimes.MostEntries)
                {
                    throw new AsOfUnavailableException($"the journal of {actor} has more than {ProfileTimes.MostEntries:N0} entries: its past is not told; ask without 'at'");
                }

                if ((each.Entry.Kind == JournalEntryKind.Signal ? each.Entry.Received : each.Entry.At) > at)
                {
                    yield break;
                }

                if (kinds.Has(each.Entry.Kind))
                {
                    yield return each;
                }
            }
        }

        public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
            throw new InvalidOperationException("the past takes no signals");
    }
}

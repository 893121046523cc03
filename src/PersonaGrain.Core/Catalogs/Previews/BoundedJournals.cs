using System.Runtime.CompilerServices;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Turns;

namespace PersonaGrain.Catalogs.Previews;

/// <summary>Journals of which no more is read for one person than one look may take.</summary>
internal sealed class BoundedJournals(IActorStorage journals) : IActorStorage
{
    private int _read;

    /// <inheritdoc />
    public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) => journals.LoadAsync(actor, cancellation);

    /// <inheritdoc />
    public async IAsyncEnumerable<JournaledEntry> ReadAsync(
        ActorId actor, long after, JournalEntryKinds kinds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in journals.ReadAsync(actor, after, kinds, cancellation))
        {
            if (++_read > ProfileTimes.MostEntries)
            {
                throw new AsOfUnavailableException($"the journal of {actor} has too many entries to be read anew: more than {ProfileTimes.MostEntries:N0}");
            }

            yield return entry;
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
        journals.FindIdsAsync(actor, ids, cancellation);
}

using System.Runtime.CompilerServices;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Turns;

namespace PersonaGrain.Catalogs.Previews;

/// <summary>The journals of one person as far as one look may read them.</summary>
/// <param name="journals">What they are read from.</param>
/// <param name="through">The last entry that is read: what came after it is not seen, however often the journal is read.</param>
/// <param name="most">The longest journal that is read; what is read again counts again.</param>
public sealed class BoundedJournals(IActorStorage journals, long through = long.MaxValue, int most = ProfileTimes.MostEntries) : IActorStorage
{
    /// <inheritdoc />
    public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) => journals.LoadAsync(actor, cancellation);

    /// <inheritdoc />
    /// <exception cref="AsOfUnavailableException">There are too many entries.</exception>
    public async IAsyncEnumerable<JournaledEntry> ReadAsync(
        ActorId actor, long after, JournalEntryKinds kinds, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var read = 0;
        await foreach (var entry in journals.ReadAsync(actor, after, kinds, cancellation))
        {
            if (entry.Sequence > through)
            {
                yield break;
            }

            if (++read > most)
            {
                throw new AsOfUnavailableException($"the journal of {actor} has too many entries to be read anew: more than {most:N0}");
            }

            yield return entry;
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) =>
        journals.FindIdsAsync(actor, ids, cancellation);
}

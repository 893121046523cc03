using System.Runtime.InteropServices;
using PersonaGrain.Accounts;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>Puts a profile together as it was at an instant that is past.</summary>
public static class ProfilePast
{
    private const JournalEntryKinds Kinds = JournalEntryKinds.Signals | JournalEntryKinds.Persons | JournalEntryKinds.Notes;

    /// <summary>The profile; null where nothing that counts happened up to then.</summary>
    /// <param name="holder">The identity whose actor holds the person now.</param>
    /// <param name="inForce">What is in force.</param>
    /// <param name="at">The instant.</param>
    /// <param name="journals">Reads its journal.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="most">The longest journal that is read.</param>
    /// <exception cref="AsOfUnavailableException">Its journal is longer than that.</exception>
    public static async ValueTask<ProfileReading?> ReadAsync(
        ProfileId holder, CatalogInForce inForce, Instant at, IActorStorage journals, CancellationToken cancellation, int most = ProfileTimes.MostEntries)
    {
        ArgumentNullException.ThrowIfNull(inForce);
        ArgumentNullException.ThrowIfNull(journals);
        if (AccountKey.IsAccount(holder))
        {
            return await AccountPast.FindAsync(ActorId.Of(holder), inForce, at, journals, cancellation) is { } account
                ? new ProfileReading(holder, account.Machine, account.State, at)
                : null;
        }

        var entries = await CollectAsync(ActorId.Of(holder), Kinds, journals, cancellation, most);
        var signals = Counting(entries, at);
        JournalEntry[] facts = [.. entries.Select(static each => each.Entry)
            .Where(entry => entry.Kind == JournalEntryKind.Note && entry.At <= at && TieNote.KindOf(entry) == TieNoteKind.Facts)];
        if (signals.Length == 0)
        {
            return null;
        }

        var life = new ReplayedLife(inForce.Machine, signals[0].Time);
        life.Live(signals, facts, at, cancellation);
        return new ProfileReading(holder, inForce.Machine, life.State, at, life.Changes, []);
    }

    /// <summary>The entries of a journal.</summary>
    /// <exception cref="AsOfUnavailableException">There are too many.</exception>
    internal static async ValueTask<List<JournaledEntry>> CollectAsync(
        ActorId actor, JournalEntryKinds kinds, IActorStorage journals, CancellationToken cancellation, int most = ProfileTimes.MostEntries)
    {
        var entries = new List<JournaledEntry>();
        await foreach (var entry in journals.ReadAsync(actor, 0, kinds, cancellation))
        {
            if (entries.Count == most)
            {
                throw new AsOfUnavailableException(
                    $"the journal of {actor} has more than {most:N0} entries: its past is not told; ask without 'at', or for another profile");
            }

            entries.Add(entry);
        }

        return entries;
    }

    /// <summary>The signals that count, in order of time. What a sender sent by two identities before they were one counts as it was taken first.</summary>
    private static Signal[] Counting(List<JournaledEntry> entries, Instant at)
    {
        var parted = new PartedOrigins();
        foreach (var (place, entry) in CollectionsMarshal.AsSpan(entries))
        {
            parted.Note(place, entry);
        }

        return [.. entries
            .Where(each => each.Entry.Kind == JournalEntryKind.Signal && !parted.Covers(each.Sequence, each.Entry.Signal))
            .OrderBy(static each => each.Entry.Received)
            .DistinctBy(static each => each.Entry.Signal.Id, StringComparer.Ordinal)
            .Select(static each => each.Entry.Signal)
            .Where(signal => signal.Time <= at && ProfileMachine.IsSent(signal))
            .OrderBy(static signal => signal.Time)];
    }
}

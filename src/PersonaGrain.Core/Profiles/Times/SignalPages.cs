using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>Reads the signals of one profile from its journal, a page at a time, back to the first one.</summary>
/// <remarks>
/// A journal of up to <see cref="MostSorted"/> entries is read whole and put in the order of times. Of a longer one a page is what stands in a stretch of it, in the order in which
/// it came: so a page costs the same however much there is. Only what triggers emitted, and what came by another identity, is looked for further on, since it may have been taken back.
/// </remarks>
/// <param name="profile">The identity whose actor holds the profile.</param>
/// <param name="catalog">Reads the signals.</param>
/// <param name="journals">Reads the journal; for this question.</param>
internal sealed class SignalPages(ProfileId profile, Catalogs.Catalog catalog, IActorStorage journals)
{
    /// <summary>The longest journal that is put in the order of times: some 50 ms.</summary>
    internal const int MostSorted = 20_000;

    /// <summary>Entries of a longer one that are looked at for one page.</summary>
    private const int MostLooked = 20_000;
    private const int Stretch = 2_000;

    private readonly ActorId _actor = ActorId.Of(profile);

    /// <summary>Only signals with a time up to this; null for all.</summary>
    internal Instant? UpTo { get; init; }

    /// <summary>What triggers are still to emit up to then.</summary>
    internal IReadOnlyList<JournalEntry> Foreseen { get; init; } = [];

    /// <summary>The page at a cursor; null for the first one.</summary>
    /// <exception cref="FormatException">The cursor is not one that was given out, or the journal has become too long for it.</exception>
    /// <exception cref="AsOfUnavailableException">Signals to come are asked for, of a journal that is too long for them.</exception>
    internal async ValueTask<SignalPage> ReadAsync(string? cursor, int limit, CancellationToken cancellation)
    {
        var from = cursor is null ? (SignalCursor?)null : SignalCursor.Parse(cursor);
        if (from is not { IsByTime: false })
        {
            // A journal that grows meanwhile does not break the list off.
            if (await CollectAsync(from is null ? MostSorted : 2 * MostSorted, cancellation) is { } entries)
            {
                return ByTime(entries, from, limit);
            }

            if (from is not null)
            {
                throw SignalCursor.Unknown();
            }
        }

        return Foreseen.Count == 0 ? await AsReceivedAsync(from, limit, cancellation) : throw new AsOfUnavailableException(
            $"the journal of {profile} has more than {MostSorted:N0} entries: signals to come are not told among so many; ask for the timeline, or without 'at'");
    }

    /// <summary>The signals that count, of a journal that is not too long, in the order in which they came; else null.</summary>
    internal async ValueTask<IReadOnlyList<JournaledEntry>?> CollectAsync(int most, CancellationToken cancellation)
    {
        var entries = new List<JournaledEntry>();
        await foreach (var entry in journals.ReadAsync(_actor, 0, Timeline.Kinds, cancellation))
        {
            if (entries.Count == most)
            {
                return null;
            }

            entries.Add(entry);
        }

        return [.. Timeline.Counting(entries).Where(IsAsked)];
    }

    /// <summary>The newest signals that count of a longer journal, newest first, as far as some entries reach.</summary>
    internal async ValueTask<IReadOnlyList<JournaledEntry>> NewestAsync(CancellationToken cancellation) =>
        (await CollectBackAsync(await EndAsync(cancellation) + 1, int.MaxValue, cancellation)).Signals;

    private SignalPage ByTime(IReadOnlyList<JournaledEntry> counting, SignalCursor? from, int limit)
    {
        JournaledEntry[] sorted = [.. counting
            .Concat(Foreseen.Select((entry, index) => new JournaledEntry(long.MaxValue - Foreseen.Count + index, entry)))
            .OrderByDescending(static each => each.Entry.At).ThenByDescending(static each => each.Sequence)];
        var start = from is { } cursor ? Array.FindIndex(sorted, each => cursor.IsBefore(each)) : 0;
        start = start < 0 ? sorted.Length : start;
        var before = start - limit;
        return Page(sorted.AsSpan(start, Math.Min(limit, sorted.Length - start)), start + limit < sorted.Length, isByTime: true) with
        {
            HasNewer = start > 0,
            Newer = before > 0 ? SignalCursor.At(sorted[before], isByTime: true).ToString() : null,
        };
    }

    private async ValueTask<SignalPage> AsReceivedAsync(SignalCursor? from, int limit, CancellationToken cancellation)
    {
        var end = from?.Place ?? (await EndAsync(cancellation) + 1);
        var (found, reached) = await CollectBackAsync(end, limit + 1, cancellation);
        JournaledEntry[] page = [.. found.Take(limit)];
        var next = found.Count > limit || reached > 0;
        return Page(page, next, isByTime: false) with
        {
            HasNewer = from is not null,
            Next = !next ? null : found.Count > limit ? SignalCursor.Behind(page[^1], isByTime: false).ToString() : new SignalCursor(false, 0, reached + 1).ToString(),
        };
    }

    private SignalPage Page(ReadOnlySpan<JournaledEntry> signals, bool hasNext, bool isByTime)
    {
        var page = new PlacedSignal[signals.Length];
        for (var index = 0; index < page.Length; index++)
        {
            ref readonly var each = ref signals[index];
            page[index] = new PlacedSignal(new TimelineEntry(catalog.Read(each.Entry.Signal), each.Entry.Received), SignalCursor.At(each, isByTime).ToString());
        }

        return new SignalPage(profile, page, hasNext && page.Length > 0 ? SignalCursor.Behind(signals[^1], isByTime).ToString() : null, isByTime);
    }

    /// <summary>Goes back through the journal, from before a place, for signals that count, newest first; and tells up to where it went.</summary>
    private async ValueTask<(IReadOnlyList<JournaledEntry> Signals, long Reached)> CollectBackAsync(long before, int most, CancellationToken cancellation)
    {
        var found = new List<JournaledEntry>();
        var (place, lowest) = (before - 1, Math.Max(0, before - 1 - MostLooked));
        while (place > lowest && found.Count < most)
        {
            var after = Math.Max(lowest, place - Stretch);
            var stretch = new List<JournaledEntry>();
            await foreach (var entry in journals.ReadAsync(_actor, after, JournalEntryKinds.Signals, cancellation))
            {
                if (entry.Sequence > place)
                {
                    break;
                }

                stretch.Add(entry);
            }

            stretch.Reverse();
            found.AddRange((await StandingAsync(stretch, cancellation)).Where(IsAsked));
            place = after;
        }

        return (found, place);
    }

    /// <summary>Leaves out what was taken back later.</summary>
    private async ValueTask<IReadOnlyList<JournaledEntry>> StandingAsync(List<JournaledEntry> signals, CancellationToken cancellation)
    {
        if (!signals.Exists(static each => each.Entry.Signal.Origin is not null || !ProfileMachine.IsSent(each.Entry.Signal)))
        {
            return signals;
        }

        var (retracted, parted) = (new RetractedSignals(), new PartedOrigins());
        await foreach (var (place, entry) in journals.ReadAsync(_actor, signals[^1].Sequence, JournalEntryKinds.AllRetractions | JournalEntryKinds.Persons, cancellation))
        {
            parted.Note(place, entry);
            if (entry.IsRetraction)
            {
                retracted.Add(entry.Retraction);
            }
        }

        return signals.FindAll(each => !retracted.Contains(each.Entry.Signal) && !parted.Covers(each.Sequence, each.Entry.Signal));
    }

    private bool IsAsked(JournaledEntry signal) => UpTo is not { } upTo || signal.Entry.At <= upTo;

    /// <summary>Where the journal ends, found in steps that double: some 40 looks at a journal of a million entries.</summary>
    private async ValueTask<long> EndAsync(CancellationToken cancellation)
    {
        var (known, beyond) = (0L, (long)MostSorted);
        while (await HasAfterAsync(beyond, cancellation))
        {
            (known, beyond) = (beyond, beyond * 2);
        }

        while (beyond - known > 1)
        {
            var middle = known + ((beyond - known) / 2);
            (known, beyond) = await HasAfterAsync(middle, cancellation) ? (middle, beyond) : (known, middle);
        }

        return beyond;
    }

    private async ValueTask<bool> HasAfterAsync(long place, CancellationToken cancellation)
    {
        await foreach (var _ in journals.ReadAsync(_actor, place, JournalEntryKinds.All, cancellation))
        {
            return true;
        }

        return false;
    }
}

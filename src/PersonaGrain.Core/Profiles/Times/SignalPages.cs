using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>Reads the signals of one profile from its journal, a page at a time, back to the first one.</summary>
/// <remarks>
/// A journal of up to <see cref="MostSorted"/> entries is read whole and put in the order of times. Of a longer one a page is what stands in a stretch of it, in the order in which it came,
/// so that it costs no more than that stretch where all signals were sent by one identity. Where triggers emitted some, they may have been taken back later: then what came behind the
/// stretch is read too, once. Of a person who was joined the whole journal is, since what was sent by two identities counts once.
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

    /// <summary>Whether identities of the person were joined, or parted.</summary>
    internal required bool IsJoined { get; init; }

    /// <summary>The newest entry that is looked at; what came later is passed over.</summary>
    internal long Through { get; init; } = long.MaxValue;

    /// <summary>Only signals with a time up to this; null for all.</summary>
    internal Instant? UpTo { get; init; }

    /// <summary>What triggers are still to emit up to then.</summary>
    internal IReadOnlyList<JournalEntry> Foreseen { get; init; } = [];

    /// <summary>The page at a cursor; null for the first one.</summary>
    /// <exception cref="FormatException">The cursor is not one that was given out, or is of the journal of another identity.</exception>
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

            from = from is { } then ? await FindAsync(then, cancellation) : null;
        }

        from?.ThrowIfOfOther(profile);
        return Foreseen.Count == 0 ? await AsReceivedAsync(from, limit, cancellation) : throw new AsOfUnavailableException(
            $"the journal of {profile} has more than {MostSorted:N0} entries: signals to come are not told among so many; ask for the timeline, or without 'at'");
    }

    /// <summary>The signals that count, of a journal that is not too long, in the order in which they came; else null.</summary>
    internal async ValueTask<IReadOnlyList<JournaledEntry>?> CollectAsync(int most, CancellationToken cancellation)
    {
        var entries = new List<JournaledEntry>();
        await foreach (var entry in journals.ReadAsync(_actor, 0, Timeline.Kinds, cancellation))
        {
            if (entry.Sequence > Through)
            {
                break;
            }

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
        // What is foreseen stands where it will come at the earliest: a page behind it does not tell it again once it came.
        var last = counting.Count == 0 ? 0 : counting.Max(static each => each.Sequence);
        JournaledEntry[] sorted = [.. counting
            .Concat(Foreseen.Select((entry, index) => new JournaledEntry(last + 1 + index, entry)))
            .OrderByDescending(static each => each.Entry.At).ThenByDescending(static each => each.Sequence)];
        var start = from is { } cursor ? Array.FindIndex(sorted, each => cursor.IsBefore(each)) : 0;
        start = start < 0 ? sorted.Length : start;
        var before = start - limit;
        return Page(sorted.AsSpan(start, Math.Min(limit, sorted.Length - start)), start + limit < sorted.Length, isByTime: true) with
        {
            HasNewer = start > 0,
            Newer = before > 0 ? SignalCursor.At(sorted[before], profile, isByTime: true).ToString() : null,
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
            Next = !next ? null : found.Count > limit ? SignalCursor.Behind(page[^1], profile, isByTime: false).ToString() : SignalCursor.Of(profile, reached + 1).ToString(),
        };
    }

    private SignalPage Page(ReadOnlySpan<JournaledEntry> signals, bool hasNext, bool isByTime)
    {
        var page = new PlacedSignal[signals.Length];
        for (var index = 0; index < page.Length; index++)
        {
            ref readonly var each = ref signals[index];
            page[index] = new PlacedSignal(new TimelineEntry(catalog.Read(each.Entry.Signal), each.Entry.Received), SignalCursor.At(each, profile, isByTime).ToString());
        }

        return new SignalPage(profile, page, hasNext && page.Length > 0 ? SignalCursor.Behind(signals[^1], profile, isByTime).ToString() : null, isByTime);
    }

    /// <summary>Goes back through the journal, from before a place, for signals that count, newest first; and tells up to where it went.</summary>
    private async ValueTask<(IReadOnlyList<JournaledEntry> Signals, long Reached)> CollectBackAsync(long before, int most, CancellationToken cancellation)
    {
        var (found, standing) = (new List<JournaledEntry>(), (StandingSignals?)null);
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

            if (standing is null && (IsJoined || stretch.Exists(static each => !ProfileMachine.IsSent(each.Entry.Signal))))
            {
                standing = await StandingSignals.ReadAsync(journals, _actor, lowest, before, IsJoined, cancellation);
            }

            stretch.Reverse();
            found.AddRange(stretch.Where(each => IsAsked(each) && standing?.Counts(each) != false));
            place = after;
        }

        return (found, place);
    }

    private bool IsAsked(JournaledEntry signal) => signal.Sequence <= Through && (UpTo is not { } upTo || signal.Entry.At <= upTo);

    /// <summary>Where the journal ends, found in steps that double: some 40 looks at a journal of a million entries.</summary>
    private async ValueTask<long> EndAsync(CancellationToken cancellation)
    {
        var (known, beyond) = (0L, (long)MostSorted);
        while (await FirstBehindAsync(beyond, cancellation) is not null)
        {
            (known, beyond) = (beyond, beyond * 2);
        }

        while (beyond - known > 1)
        {
            var middle = known + ((beyond - known) / 2);
            (known, beyond) = await FirstBehindAsync(middle, cancellation) is not null ? (middle, beyond) : (known, middle);
        }

        return beyond;
    }

    /// <summary>Where a cursor of a list in the order of times stands in the journal, which has become too long for that order: at its signal, or at what came about its time.</summary>
    private async ValueTask<SignalCursor> FindAsync(SignalCursor cursor, CancellationToken cancellation)
    {
        foreach (var place in cursor.Place is > 0 and < long.MaxValue ? new[] { cursor.Place - 1, cursor.Place } : [])
        {
            if (place > 0 && await FirstBehindAsync(place - 1, cancellation) is { Entry.Kind: JournalEntryKind.Signal } there && there.Sequence == place && there.Entry.At.Ticks == cursor.Ticks)
            {
                return SignalCursor.Of(profile, cursor.Place);
            }
        }

        // Entries stand in the order in which they came.
        var (low, high) = (0L, await EndAsync(cancellation));
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = await FirstBehindAsync(middle, cancellation) is { } next && CameAt(next.Entry).Ticks <= cursor.Ticks ? (next.Sequence, high) : (low, middle);
        }

        return SignalCursor.Of(profile, low + 1);
    }

    private static Instant CameAt(in JournalEntry entry) => entry.Kind == JournalEntryKind.Signal ? entry.Received : entry.At;

    private async ValueTask<JournaledEntry?> FirstBehindAsync(long place, CancellationToken cancellation)
    {
        await foreach (var entry in journals.ReadAsync(_actor, place, JournalEntryKinds.All, cancellation))
        {
            return entry;
        }

        return null;
    }
}

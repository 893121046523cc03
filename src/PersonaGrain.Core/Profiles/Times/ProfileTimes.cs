using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>Answers about single profiles as of any instant, for whoever gives a copy of them and their journals.</summary>
/// <remarks>
/// The past of a profile is what its signals make it that happened up to then, whenever they came, under what is in force now; of a person those of all identities that
/// are its own now. The future is what will be if nothing arrives. The past costs the reading of the whole journal, and is told of
/// <see cref="MostEntries"/> entries at most.
/// </remarks>
#pragma warning disable CA1001 // The semaphore is never asked for a wait handle, so there is nothing in it to give back.
public sealed class ProfileTimes(IProfileTimeSource source)
#pragma warning restore CA1001
{
    /// <summary>The longest journal that a past is told of: about a second, and some 100 MB for that long.</summary>
    public const int MostEntries = 200_000;

    /// <summary>How far ahead a profile is told of: every change until then is lived through.</summary>
    public static readonly TimeSpan MostAhead = TimeSpan.FromDays(5 * 366);

    /// <summary>How many pasts and futures are put together at once; others wait for their turn, or their time-out.</summary>
    private const int AtOnce = 4;

    private readonly SemaphoreSlim _room = new(AtOnce);
    private volatile DueProfiles? _due;

    /// <summary>A profile as of an instant; null where nothing was observed for it up to then.</summary>
    /// <param name="profile">Any identity of the person.</param>
    /// <param name="at">The instant; null for now.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="AsOfUnavailableException">Its journal is too long.</exception>
    public async ValueTask<ProfileReading?> ReadAsync(ProfileId profile, Instant? at, CancellationToken cancellation)
    {
        if (await source.CopyAsync(profile, cancellation) is not { } now)
        {
            return null;
        }

        return at is not { } then ? now : await InTurnAsync(
            () => then >= now.AsOf ? AheadAsync(now, new AccountsAhead(source, then), then, cancellation)
                : ProfilePast.ReadAsync(now.Id, source.InForce, then, source.OpenJournals(), cancellation), cancellation);
    }

    /// <summary>A profile as it will be if nothing arrives, or as it is where the instant has come.</summary>
    internal async ValueTask<ForeseenProfile> ForeseeAsync(ProfileId profile, AccountsAhead accounts, Instant then, CancellationToken cancellation) => await InTurnAsync(
        () => source.PassingOverAsync(profile, () => ForeseeNowAsync(profile, accounts, then, cancellation), cancellation),
        cancellation) ?? new ForeseenProfile(profile, null, IsPassedOver: true);

    private async ValueTask<ForeseenProfile?> ForeseeNowAsync(ProfileId profile, AccountsAhead accounts, Instant then, CancellationToken cancellation)
    {
        if (await source.CopyAsync(profile, cancellation) is not { } now || now.Id != profile)
        {
            return new ForeseenProfile(profile, null, IsPassedOver: false);
        }

        MembershipChange[] before = [.. now.Machine.LastChanges(now.State)];
        return new ForeseenProfile(profile, then <= now.AsOf ? now : await AheadAsync(now, accounts, then, cancellation), IsPassedOver: false) { Before = before };
    }

    /// <summary>What accounts will be, for one question.</summary>
    internal AccountsAhead AccountsAhead(Instant then) => new(source, then);

    /// <summary>Who may change by time alone up to an instant.</summary>
    /// <param name="grid">The grid.</param>
    /// <param name="until">The instant.</param>
    /// <param name="now">What the grid's clock says.</param>
    /// <param name="withMembers">Also the people of accounts that may change.</param>
    /// <param name="isFurther">A list goes on: what its page before found serves for a while.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="AsOfUnavailableException">There are too many.</exception>
    internal async ValueTask<DueProfiles> DueAsync(IProfileGrid grid, Instant until, Instant now, bool withMembers, bool isFurther, CancellationToken cancellation)
    {
        // The newest is kept alone: lists that are read by turns find out anew.
        var kept = _due;
        return isFurther && kept?.Serves(until, withMembers, source.InForce.Machine, now) == true
            ? kept
            : _due = await DueProfiles.ReadAsync(grid, source, until, now, withMembers, cancellation);
    }

    /// <summary>Where profiles stand in the order in which members are told; see <see cref="IProfileTimeSource.PlacesAsync"/>.</summary>
    internal ValueTask<IReadOnlyList<MemberPlace>> PlacesAsync(IReadOnlyList<ProfileId> profiles, CancellationToken cancellation) => source.PlacesAsync(profiles, cancellation);

    /// <summary>The cursor of the grid's own list of members behind a place.</summary>
    internal string CursorBehind(MemberPlace place) => source.CursorBehind(place);

    /// <summary>Those of some profiles that are recorded as members; see <see cref="IProfileTimeSource.MembersAmongAsync"/>.</summary>
    internal ValueTask<IReadOnlySet<ProfileId>> MembersAmongAsync(string segment, IReadOnlyList<ProfileId> profiles, CancellationToken cancellation) =>
        source.MembersAmongAsync(segment, profiles, cancellation);

    private static async ValueTask<ProfileReading?> AheadAsync(ProfileReading now, AccountsAhead accounts, Instant then, CancellationToken cancellation)
    {
        ThrowIfTooFar(now.AsOf, then);
        return now.LiveOn(then, await accounts.HeardByAsync(now, cancellation));
    }

    /// <summary>Refuses an instant that is too far ahead.</summary>
    /// <exception cref="AsOfUnavailableException">It is.</exception>
    internal static void ThrowIfTooFar(Instant now, Instant then)
    {
        if (then - now > MostAhead)
        {
            throw new AsOfUnavailableException($"what is more than {MostAhead.TotalDays:N0} days ahead is not told; ask for an instant before {now + MostAhead}");
        }
    }

    private async ValueTask<T> InTurnAsync<T>(Func<ValueTask<T>> read, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        try
        {
            return await read();
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Why a profile is in a segment, or is not.</summary>
    /// <param name="profile">Any identity of the person.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="at">The instant; null for now.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="AsOfUnavailableException">Its journal is too long.</exception>
    public async ValueTask<WhyResult> WhyAsync(ProfileId profile, string segment, Instant? at, CancellationToken cancellation)
    {
        return await ReadAsync(profile, at, cancellation) is { } found
            ? await WhyAsync(found, segment, source.OpenJournals(), cancellation)
            : WhyResult.UnknownProfile.Instance;
    }

    /// <summary>Why a profile would be in a segment of a catalog that is not in force, or would not be.</summary>
    /// <param name="profile">Any identity of the person.</param>
    /// <param name="candidate">The catalog, sound; its version does not matter.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="AsOfUnavailableException">The past of the person is too long to be learned from.</exception>
    public async ValueTask<WhyResult> WhyUnderAsync(ProfileId profile, CatalogDocument candidate, string segment, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        if (await source.CopyAsync(profile, cancellation) is not { } now || AccountKey.IsAccount(now.Id))
        {
            return WhyResult.UnknownProfile.Instance;
        }

        var found = await InTurnAsync(
            () => CatalogPreview.MoveAsync(now, CatalogPreview.Candidate(candidate, source.InForce), source.OpenJournals(), cancellation), cancellation);
        return found.Catalog.Document.Segments.ContainsKey(segment) ? new WhyResult.Explained(found.Why(segment)) : WhyResult.UnknownSegment.Instance;
    }

    /// <summary>Why a profile that was read is in a segment, or is not; the cause of the newest change from its journal, where only that has it.</summary>
    public static async ValueTask<WhyResult> WhyAsync(ProfileReading found, string segment, IActorStorage journals, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(found);
        if (!found.Catalog.Document.Segments.ContainsKey(segment))
        {
            return WhyResult.UnknownSegment.Instance;
        }

        var answer = found.Why(segment);
        return new WhyResult.Explained(answer is { Version: > 0, Cause.Kind: CauseKind.Unrecorded } ? await WithCauseAsync(answer, journals, cancellation) : answer);
    }

    /// <summary>The newest signals of a profile that happened up to an instant, newest first by time; those that triggers will emit until then count. Null where there are none.</summary>
    /// <exception cref="AsOfUnavailableException">Its journal is too long.</exception>
    public async ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, Instant at, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        if (await source.CopyAsync(profile, cancellation) is not { } now)
        {
            return null;
        }

        var entries = await InTurnAsync(() => ProfilePast.CollectAsync(ActorId.Of(now.Id), Timeline.Kinds, source.OpenJournals(), cancellation), cancellation);
        if (at > now.AsOf)
        {
            var ahead = await InTurnAsync(() => AheadAsync(now, new AccountsAhead(source, at), at, cancellation), cancellation);
            entries.AddRange(ahead!.Foreseen.Where(static entry => Timeline.Kinds.Has(entry.Kind)).Select(static entry => new JournaledEntry(long.MaxValue, entry)));
        }

        // What was taken back, and what was given back, is so whenever that was.
        JournalEntry[] upTo = [.. entries.Select(static each => each.Entry).Where(entry => entry.Kind != JournalEntryKind.Signal || entry.At <= at)];
        var newest = Timeline.Newest(upTo, limit);
        return newest.Count == 0 ? null : now.Catalog.Read(newest);
    }

    /// <summary>A page of the signals of a profile, newest first, back to the first one that was ever taken; null where nothing was observed for it up to then.</summary>
    /// <param name="profile">Any identity of the person.</param>
    /// <param name="at">Only signals with a time up to this, and those that triggers will emit until then; null for all.</param>
    /// <param name="cursor">Null for the first page, else <see cref="SignalPage.Next"/> of the page before, or <see cref="PlacedSignal.Cursor"/>.</param>
    /// <param name="limit">1 to <see cref="SignalPage.Maximum"/>.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FormatException">The cursor is not one that was given out.</exception>
    /// <exception cref="AsOfUnavailableException">The instant is too far ahead, or the journal is too long for one that is ahead.</exception>
    public async ValueTask<SignalPage?> SignalsAsync(ProfileId profile, Instant? at, string? cursor, int limit, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, SignalPage.Maximum);
        while (await source.CopyAsync(profile, cancellation) is { } now)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await InTurnAsync(
                async () => await Pages(now, at, await EmittedAsync(now, at, cancellation)).ReadAsync(cursor, limit, cancellation),
                cancellation);

            // Where it was joined or parted meanwhile, another journal has its signals.
            if (await source.CopyAsync(profile, cancellation) is not { } then || then.Id == now.Id)
            {
                return page is { Signals.Count: 0, Next: null } && cursor is null ? null : page;
            }
        }

        return null;
    }

    private SignalPages Pages(ProfileReading profile, Instant? at, IReadOnlyList<JournalEntry> foreseen, long through = long.MaxValue) =>
        new(profile.Id, profile.Catalog, source.OpenJournals()) { UpTo = at, Foreseen = foreseen, IsJoined = profile.State.Person is not null, Through = through };

    /// <summary>The traits of a profile, each with the signal that gave it its value, or with what it is computed of; null where nothing was observed for it up to then.</summary>
    /// <remarks>Found in the journal when it is asked for. Of one of more than <see cref="SignalPages.MostSorted"/> entries the newest are looked at alone.</remarks>
    /// <exception cref="AsOfUnavailableException">The instant is too far ahead, or past and the journal too long.</exception>
    public async ValueTask<SourcedTraits?> TraitsAsync(ProfileId profile, Instant? at, CancellationToken cancellation)
    {
        if (await ReadAsync(profile, at, cancellation) is not { } found)
        {
            return null;
        }

        return await InTurnAsync(
            async () =>
            {
                var pages = Pages(found, at, [], found.Sequence ?? long.MaxValue);
                return await pages.CollectAsync(SignalPages.MostSorted, cancellation) is { } all
                    ? TraitSources.Of(found, all, isWhole: true, isByTime: true)
                    : TraitSources.Of(found, await pages.NewestAsync(cancellation), isWhole: false, isByTime: false);
            },
            cancellation);
    }

    /// <summary>The signals that triggers will emit up to an instant.</summary>
    private async ValueTask<IReadOnlyList<JournalEntry>> EmittedAsync(ProfileReading now, Instant? at, CancellationToken cancellation) => at is { } then && then > now.AsOf
        ? [.. (await AheadAsync(now, new AccountsAhead(source, then), then, cancellation))!.Foreseen.Where(static entry => entry.Kind == JournalEntryKind.Signal)]
        : [];

    /// <summary>The identities that the person of one had at an instant, as it was recorded up to then; null where nothing was known of it.</summary>
    /// <exception cref="AsOfUnavailableException">Its journal is too long.</exception>
    public ValueTask<PersonView?> PersonAsync(ProfileId identity, Instant at, CancellationToken cancellation) =>
        PersonPast.FindAsync(identity, source.InForce, at, source.OpenJournals(), cancellation);

    /// <summary>The answer with the cause that the journal has of the newest change.</summary>
    private static async ValueTask<SegmentExplanation> WithCauseAsync(SegmentExplanation answer, IActorStorage journals, CancellationToken cancellation)
    {
        await foreach (var (_, entry) in journals.ReadAsync(ActorId.Of(answer.Id), 0, JournalEntryKinds.Changes, cancellation))
        {
            if (entry.Version == answer.Version && entry.Subject == answer.Segment)
            {
                answer = answer with { Cause = entry.Cause };
            }
        }

        return answer;
    }
}

/// <summary>The answer to why a profile is in a segment.</summary>
public abstract record WhyResult
{
    private WhyResult()
    {
    }

    /// <summary>Why it is, or is not.</summary>
    public sealed record Explained(SegmentExplanation Explanation) : WhyResult;

    /// <summary>Nothing was observed for the profile up to then.</summary>
    public sealed record UnknownProfile : WhyResult
    {
        /// <summary>The only instance.</summary>
        public static readonly UnknownProfile Instance = new();

        private UnknownProfile()
        {
        }
    }

    /// <summary>The catalog has no such segment of people, or of accounts where the profile is one.</summary>
    public sealed record UnknownSegment : WhyResult
    {
        /// <summary>The only instance.</summary>
        public static readonly UnknownSegment Instance = new();

        private UnknownSegment()
        {
        }
    }
}

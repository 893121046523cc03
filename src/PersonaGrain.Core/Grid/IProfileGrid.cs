using PersonaGrain.Accounts;
using PersonaGrain.Catalogs;
using PersonaGrain.Catalogs.History;
using PersonaGrain.Catalogs.Previews;
using PersonaGrain.Decisions;
using PersonaGrain.Identities;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Indexing;
using PersonaGrain.Population;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Times;
using PersonaGrain.Scoring;
using PersonaGrain.Segments;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Grid;

/// <summary>An engine seen from outside: every profile, segment and event of one catalog. All members may be called at once from many threads.</summary>
public interface IProfileGrid
{
    /// <summary>The catalog in force.</summary>
    Catalog Catalog { get; }

    /// <summary>Takes signals of any number of profiles. The answer comes when all accepted ones are durable.</summary>
    /// <remarks>
    /// All signals of one profile are taken at one instant: folded in the order of their times (of one time, in the call's order), then evaluated
    /// once. Calls are taken one after the other. A later read by the same caller sees the effect. <see cref="ObserveResult.Busy"/> and
    /// <see cref="ObserveResult.Unavailable"/> mean that the caller must send the whole call again, with the same ids:
    /// an id counts once, also where a part of the call was taken before. Of a call that is cancelled any part may have been taken.
    /// </remarks>
    ValueTask<ObserveResult> ObserveAsync(IReadOnlyList<Observation> observations, CancellationToken cancellation);

    /// <summary>
    /// Takes history: as <see cref="ObserveAsync"/>, but nothing of it is news. Everything is folded, then each profile is evaluated as of now;
    /// no trigger fires for a deadline before the import began, and what changes says that an import was the cause.
    /// </summary>
    /// <param name="observations">The signals, in any order.</param>
    /// <param name="began">When the import began, by the grid's clock; one import may take many calls, all with this instant.</param>
    /// <param name="cancellation">Ends the wait.</param>
    ValueTask<ObserveResult> ImportAsync(IReadOnlyList<Observation> observations, Instant began, CancellationToken cancellation);

    /// <summary>The profile of the person that an identity belongs to, as of now, or null where nothing was ever observed for it.</summary>
    /// <remarks>So with every read of a profile: any identity of a person reads that person, for ever.</remarks>
    ValueTask<ProfileView?> ProfileAsync(ProfileId profile, CancellationToken cancellation);

    /// <summary>Profiles as of any instant, past or to come; and why one is in a segment, or is not.</summary>
    ProfileTimes Times { get; }

    /// <summary>Every score of a profile, taken apart; null where the profile is unknown.</summary>
    ValueTask<IReadOnlyList<ScoreExplanation>?> ExplainAsync(ProfileId profile, CancellationToken cancellation);

    /// <summary>A profile as of now with why it is so: its scores and the conditions of its segments, taken apart; null where the profile is unknown.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="segment">The segment whose membership to explain; null for all that it is in.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<ProfileExplanation?> ExplainAsync(ProfileId profile, string? segment, CancellationToken cancellation);

    /// <summary>The newest signals of a profile (at most 100), newest first by time; null where the profile is unknown.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    ValueTask<IReadOnlyList<TimelineEntry>?> TimelineAsync(ProfileId profile, int limit, CancellationToken cancellation);

    /// <summary>Ranks contents for a profile; an unknown profile is ranked as an empty one.</summary>
    ValueTask<DecisionResult> DecideAsync(ProfileId profile, DecisionRequest request, CancellationToken cancellation);

    /// <summary>Every segment of the catalog with its aggregate, by priority then name.</summary>
    ValueTask<IReadOnlyList<SegmentView>> SegmentsAsync(CancellationToken cancellation);

    /// <summary>One segment, or null where the catalog has none of that name.</summary>
    ValueTask<SegmentView?> SegmentAsync(string segment, CancellationToken cancellation);

    /// <summary>A page of a segment's members in a stable order; null where the catalog has no such segment.</summary>
    /// <param name="segment">The segment's name.</param>
    /// <param name="cursor">Null for the first page, else <see cref="MemberPage.Next"/> of the page before.</param>
    /// <param name="limit">1 to 10,000.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FormatException">The cursor is not one that this grid gave out.</exception>
    ValueTask<MemberPage?> MembersAsync(string segment, string? cursor, int limit, CancellationToken cancellation);

    /// <summary>People, or accounts, sorted and filtered by indexed traits and scores; as of the newest commit.</summary>
    /// <remarks>
    /// The index is changed in the commit that changes a value, and each value at the instant at which time changes it; of a score it lies less than a
    /// <see cref="ProfilePage.Error"/> from it. What changes between two pages may be seen twice, or not at all.
    /// </remarks>
    /// <param name="search">Whom to look for.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The limit or the number of tests is not one that there may be.</exception>
    ValueTask<SearchResult> SearchAsync(ProfileSearch search, CancellationToken cancellation);

    /// <summary>What all people together say, as profiles are evaluated by it now; of generation 0 before the first census.</summary>
    ValueTask<PopulationModel> PopulationAsync(CancellationToken cancellation);

    /// <summary>Applies learned weights of a score, takes them back, or lets what was taken back be applied again. Profiles are evaluated anew where segments ask for the score.</summary>
    ValueTask<WeightsResult> ChangeWeightsAsync(string score, WeightsChange change, CancellationToken cancellation);

    /// <summary>A page of events after a position, oldest first, at most <paramref name="limit"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1.</exception>
    ValueTask<EventPage> EventsAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>The position of the newest event, 0 without any: where a watcher of what is to come begins.</summary>
    /// <remarks>Where storage does not tell, the call fails, as any read does: a made-up position would skip events or tell all of them again.</remarks>
    ValueTask<long> PositionAsync(CancellationToken cancellation);

    /// <summary>Events after a position as they are committed, until cancelled; at least once, in order per profile.</summary>
    IAsyncEnumerable<GridEvent> WatchAsync(long after, CancellationToken cancellation);

    /// <summary>Applies a catalog. Profiles are re-evaluated in the background; see <see cref="GridStatus.Reevaluation"/>.</summary>
    /// <param name="document">The catalog.</param>
    /// <param name="origin">By whom, and why; it stands in <see cref="CatalogHistory"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ArgumentException">The origin is not one that can be kept, see <see cref="CatalogOrigin.Checked"/>.</exception>
    ValueTask<CatalogChange> ReplaceCatalogAsync(CatalogDocument document, CatalogOrigin origin, CancellationToken cancellation);

    /// <summary>The catalogs that came in force.</summary>
    ICatalogHistory CatalogHistory { get; }

    /// <summary>What a catalog that is not in force would do to a page of the people: who would enter segments now, and who would leave them. Changes nothing.</summary>
    /// <remarks>
    /// Every page is a fair sample of all people, whatever order they came in. Over all pages each is told once, and numbers are exact where nothing arrives meanwhile;
    /// who comes first after the first page may be told or not. Accounts and their segments are left out.
    /// </remarks>
    /// <param name="candidate">The catalog, as it would be put in force; its version does not matter.</param>
    /// <param name="cursor">Null for the first page, else <see cref="PreviewPage.Next"/> of the page before.</param>
    /// <param name="limit">How many profiles are read, 1 to <see cref="PreviewPage.Maximum"/>.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FormatException">The cursor is not one that this grid gave out.</exception>
    /// <exception cref="InvalidOperationException">The candidate was not validated, and is not sound.</exception>
    ValueTask<PreviewPage> PreviewAsync(CatalogDocument candidate, string? cursor, int limit, CancellationToken cancellation);

    /// <summary>Makes identities one person: whatever was known of each is known of that one, as if all of it had come by one identity.</summary>
    /// <remarks>Doing it twice changes nothing more. A signal that names several identities does the same, as far as the catalog's rules let signals join them.</remarks>
    /// <param name="identities">Two at least; as senders write them.</param>
    /// <param name="cancellation">Ends it between two joins.</param>
    ValueTask<LinkResult> LinkAsync(IReadOnlyList<Identity> identities, CancellationToken cancellation);

    /// <summary>Gives an identity back, with exactly the signals that came by it: it and the person that it is taken out of are as if they had never been joined.</summary>
    /// <remarks>Signals that name both do not join them again; a request does.</remarks>
    ValueTask<UnlinkResult> UnlinkAsync(Identity identity, CancellationToken cancellation);

    /// <summary>The identities of the person that one belongs to, and how they came together; null where nothing is known of it.</summary>
    ValueTask<PersonView?> PersonAsync(ProfileId profile, CancellationToken cancellation);

    /// <summary>A page of the people that belong to an account, by key; null where nothing is known of the account.</summary>
    /// <remarks>An account is read, explained, ranked for and watched as a profile is, by its key; what people are to it they say by their signals, see <see cref="GroupSignal"/>.</remarks>
    /// <param name="account">The account's key, see <see cref="AccountKey"/>.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="AccountMemberPage.MaximumPage"/>.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<AccountMemberPage?> AccountMembersAsync(ProfileId account, ProfileId? after, int limit, CancellationToken cancellation);

    /// <summary>A page of the identities that the rules of a catalog speak against, of people that were joined before. Changes nothing.</summary>
    /// <remarks>Over all pages each is told once. What is joined or parted meanwhile may be told or not.</remarks>
    /// <param name="candidate">The catalog to ask, as it would be put in force; null for the one in force.</param>
    /// <param name="cursor">Null for the first page, else <see cref="OffenderPage.Next"/> of the page before.</param>
    /// <param name="limit">1 to <see cref="JoinedPage.Maximum"/>: so many joins are looked at, and the page ends with the person who makes it so many offenders.</param>
    /// <param name="cancellation">Ends the read.</param>
    /// <exception cref="FormatException">The cursor is not one that this grid gave out.</exception>
    /// <exception cref="InvalidOperationException">The candidate was not validated, and is not sound.</exception>
    ValueTask<OffenderPage> OffendersAsync(CatalogDocument? candidate, string? cursor, int limit, CancellationToken cancellation);

    /// <summary>Gives the identities back that the catalog in force speaks against, each as <see cref="UnlinkAsync"/> does: a page of what <see cref="OffendersAsync"/> tells.</summary>
    /// <remarks>
    /// It may be stopped anywhere and done again, from any cursor: what was given back stays so. Signals do not join it again while a rule speaks against
    /// that, and may once none does.
    /// </remarks>
    /// <param name="cursor">Null for the first page, else <see cref="RuleApplication.Next"/> of the page before.</param>
    /// <param name="limit">1 to <see cref="JoinedPage.Maximum"/>.</param>
    /// <param name="cancellation">Ends it between two identities.</param>
    /// <exception cref="FormatException">The cursor is not one that this grid gave out.</exception>
    ValueTask<RuleApplication> ApplyRulesAsync(string? cursor, int limit, CancellationToken cancellation);

    /// <summary>A page of the signals that were set aside, oldest first; see <see cref="FaultPolicy.Quarantine"/>.</summary>
    /// <param name="after">The position to read on after; 0 for all.</param>
    /// <param name="limit">1 to <see cref="Quarantine.MaximumPage"/>.</param>
    /// <param name="cancellation">Ends the read.</param>
    ValueTask<QuarantinePage> QuarantineAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>
    /// Takes signals again that were set aside: under the catalog in force and at their own times, as signals that come late: a trigger whose deadline is
    /// past fires within its <c>late</c>, and is missed after that. What an import brought is history still, see <see cref="ImportAsync"/>. Those that it takes are set aside no more; doing it twice, or after it was cut off, counts each once.
    /// </summary>
    /// <param name="after">The position to begin after; 0 for the oldest, else <see cref="QuarantineReplay.Next"/>.</param>
    /// <param name="limit">How many to look at, 1 to <see cref="Quarantine.MaximumPage"/>.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    ValueTask<QuarantineReplay> ReplayQuarantineAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>Gives signals up that were set aside: they never count. Doing it twice changes nothing more.</summary>
    /// <remarks>
    /// A replay of the same process and a discard take turns. A replay that is under way at another process, or was cut off, wins: what it takes counts,
    /// also where it is discarded meanwhile.
    /// </remarks>
    /// <param name="filter">Which.</param>
    /// <param name="after">The position to begin after; 0 for the oldest, else <see cref="QuarantineDiscard.Next"/>, with <see cref="QuarantineDiscard.Through"/> in the filter.</param>
    /// <param name="limit">How many to look at, 1 to <see cref="Quarantine.MaximumPage"/>.</param>
    /// <param name="cancellation">Ends it between two batches.</param>
    ValueTask<QuarantineDiscard> DiscardQuarantineAsync(QuarantineFilter filter, long after, int limit, CancellationToken cancellation);

    /// <summary>How the grid is.</summary>
    ValueTask<GridStatus> StatusAsync(CancellationToken cancellation);

    /// <summary>How busy it is: its parts, what waits, what is late. Costs more than <see cref="StatusAsync"/>, so it is for those who look.</summary>
    ValueTask<GridLoad> LoadAsync(CancellationToken cancellation);

    /// <summary>Completes when everything due at the call is committed and counted: flips, triggers, re-evaluation, aggregates.</summary>
    ValueTask SettleAsync(CancellationToken cancellation);
}

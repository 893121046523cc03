using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Testing.Journals;

/// <summary>Appends to several actors in one commit: all of them or none.</summary>
public abstract class CommitContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly ActorId Bob = Some.Actor("bob");
    private static readonly ActorId Eve = Some.Actor("eve");

    [ContractFact]
    public async Task Commit_keeps_entries_wakes_and_ids_of_each_actor()
    {
        await AppendAsync(Bob, 1, Signal("b"));

        (await CommitAsync(
            new ActorAppend(Bob, 2, [Signal("c"), Signal("d")], Some.Now + Minute) { NewIds = [1] },
            new ActorAppend(Ada, 1, [Signal("a")], Some.Now) { KnownIds = [2] })).ShouldBe(AppendResult.Appended.Instance);

        (await IdsOfAsync(Ada)).ShouldBe(["a"]);
        (await IdsOfAsync(Bob)).ShouldBe(["b", "c", "d"]);
        (await DueAsync(Ada, Instant.Never)).ShouldContain(new DueWake(Ada, Some.Now));
        (await DueAsync(Bob, Instant.Never)).ShouldContain(new DueWake(Bob, Some.Now + Minute));
        (await Journal.TotalsAsync(Deadline)).ShouldBe(new JournalTotals(2, 4, 0));
        (await Journal.AppendAsync(new ActorAppend(Bob, 4, [Signal()], null) { NewIds = [1] }, Deadline)).ShouldBeOfType<AppendResult.Repeated>();
        (await Journal.AppendAsync(new ActorAppend(Ada, 2, [Signal()], null) { NewIds = [2] }, Deadline)).ShouldBeOfType<AppendResult.Repeated>();
    }

    [ContractTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Commit_of_which_one_conflicts_writes_nothing_of_the_others(int loser)
    {
        ActorId[] actors = [Ada, Bob, Eve];
        await AppendAsync(actors[loser], 1, Signal("before"));

        (await CommitAsync([.. actors.Select(actor => new ActorAppend(actor, 1, [Signal(), Entered()], Some.Now) { KnownIds = [1] })])).ShouldBe(AppendResult.Conflict.Instance);

        foreach (var actor in actors)
        {
            (await IdsOfAsync(actor)).ShouldBe(actor == actors[loser] ? ["before"] : []);
            (await DueAsync(actor, Instant.Never)).ShouldBeEmpty();
        }

        (await Journal.TotalsAsync(Deadline)).ShouldBe(new JournalTotals(1, 1, 0));
        (await Journal.EventsAsync(0, 10, Deadline)).Events.ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Commit_of_which_one_repeats_an_id_writes_nothing_of_the_others()
    {
        (await Journal.AppendAsync(new ActorAppend(Bob, 1, [Signal("b")], null) { NewIds = [7] }, Deadline)).ShouldBe(AppendResult.Appended.Instance);

        var result = await CommitAsync(
            new ActorAppend(Ada, 1, [Signal("a")], null) { NewIds = [7] },
            new ActorAppend(Bob, 2, [Signal("c")], null) { NewIds = [7] });

        result.ShouldBeOfType<AppendResult.Repeated>().Ids.ShouldBe([7UL]);
        (await ReadAsync(Ada)).ShouldBeEmpty();
        (await IdsOfAsync(Bob)).ShouldBe(["b"]);
    }

    [ContractFact]
    public async Task Commit_of_which_one_adopts_an_outdated_catalog_writes_nothing_of_the_others()
    {
        (await Host.Catalogs.SaveAsync(new StoredCatalog(2, "{}"u8.ToArray(), Some.Now), Deadline)).ShouldBe(CatalogSave.Saved.Instance);

        (await CommitAsync(
            new ActorAppend(Ada, 1, [JournalEntry.Adopted(2, Some.Now), Signal()], null),
            new ActorAppend(Bob, 1, [JournalEntry.Adopted(1, Some.Now), Signal()], null))).ShouldBe(AppendResult.Conflict.Instance);

        (await ReadAsync(Ada)).ShouldBeEmpty();
        (await Journal.TotalsAsync(Deadline)).ShouldBe(default);
    }

    [ContractFact]
    public async Task Events_of_a_commit_are_in_the_order_of_instants_then_actors_then_as_they_happened()
    {
        await CommitAsync(
            new ActorAppend(Eve, 1, [Entered("one", at: Some.Now + Minute), Fired("late")], null),
            new ActorAppend(Bob, 1, [Entered("one"), Exited("one")], null),
            new ActorAppend(Ada, 1, [Entered("last", at: Some.Now + Minute)], null));

        (await Journal.EventsAsync(0, 10, Deadline)).Events.Select(one => $"{one.Profile} {one.Kind} {one.Subject}")
            .ShouldBe(["bob Entered one", "bob Exited one", "eve Triggered late", "ada Entered last", "eve Entered one"]);
    }

    [ContractFact]
    public async Task Events_of_one_segment_are_in_the_order_of_versions_also_where_a_later_one_is_as_of_before()
    {
        await CommitAsync(
            new ActorAppend(Ada, 1, [Entered("one", 1, at: Some.Now), Entered("one", 2, at: Some.Now - Minute), Entered("other", 1, at: Some.Now - Minute)], null),
            new ActorAppend(Bob, 1, [Entered("one", at: Some.Now - Minute)], null));

        (await Journal.EventsAsync(0, 10, Deadline)).Events.Select(one => $"{one.Profile} {one.Subject} {one.Version}")
            .ShouldBe(["ada other 1", "bob one 1", "ada one 1", "ada one 2"]);
    }

    [ContractFact]
    public async Task Events_of_a_commit_are_seen_all_at_once()
    {
        const int Rounds = 40;
        var done = Task.Run(async () =>
        {
            for (var round = 1; round <= Rounds; round++)
            {
                (await CommitAsync([.. new[] { Ada, Bob, Eve }.Select(actor => new ActorAppend(actor, round, [Entered(version: round)], null))]))
                    .ShouldBe(AppendResult.Appended.Instance);
            }
        });

        var seen = 0;
        while (!done.IsCompleted)
        {
            seen = (await Journal.EventsAsync(0, 1_000, Deadline)).Events.Count;
            (seen % 3).ShouldBe(0);
        }

        await done;
        (await Journal.EventsAsync(0, 1_000, Deadline)).Events.Count.ShouldBe(3 * Rounds);
    }

    [ContractFact]
    public async Task Commits_that_cross_are_all_or_nothing_and_never_wait_for_each_other_for_ever()
    {
        const int Rounds = 50;
        var kept = 0L;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(appender => Task.Run(async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                // From both sides: the journal has to bring them into one order itself.
                var (first, second) = appender % 2 == 0 ? (Ada, Bob) : (Bob, Ada);
                var head = (await ReadAsync(Ada)).Count;
                var result = await CommitAsync(
                    new ActorAppend(first, head + 1, [Signal($"{appender}-{round}")], null), new ActorAppend(second, head + 1, [Signal($"{appender}-{round}")], null));
                Interlocked.Add(ref kept, result is AppendResult.Appended ? 1 : 0);
            }
        })));

        (await IdsOfAsync(Ada)).ShouldBe(await IdsOfAsync(Bob));
        (await ReadAsync(Ada)).Count.ShouldBe((int)kept);
        kept.ShouldBeGreaterThanOrEqualTo(Rounds);
    }

    [ContractFact]
    public async Task Commits_that_lose_do_not_take_their_neighbours_with_them()
    {
        const int Pairs = 120;
        await Task.WhenAll(Enumerable.Range(0, Pairs).Where(pair => pair % 10 == 0).Select(pair => AppendAsync(Some.Actor($"right-{pair}"), 1, Signal("before"))));

        var alone = Enumerable.Range(0, Pairs).Select(index => TryAppendAsync(Some.Actor($"alone-{index}"), 1, null, Signal())).ToArray();
        var results = await Task.WhenAll(Enumerable.Range(0, Pairs).Select(pair => CommitAsync(
            new ActorAppend(Some.Actor($"left-{pair}"), 1, [Signal()], null), new ActorAppend(Some.Actor($"right-{pair}"), 1, [Signal()], null))));

        (await Task.WhenAll(alone)).ShouldAllBe(result => result is AppendResult.Appended);
        for (var pair = 0; pair < Pairs; pair++)
        {
            results[pair].ShouldBe(pair % 10 == 0 ? AppendResult.Conflict.Instance : AppendResult.Appended.Instance, $"pair {pair}");
            (await ReadAsync(Some.Actor($"left-{pair}"))).Count.ShouldBe(pair % 10 == 0 ? 0 : 1);
        }
    }

    [ContractFact]
    public async Task Profiles_are_counted_as_the_appends_say()
    {
        await AppendAsync(Ada, 1, Signal());
        await AppendAsync(Bob, 1, Signal());

        await CommitAsync(
            new ActorAppend(Ada, 2, [Signal()], null),
            new ActorAppend(Bob, 2, [Sealed(Ada)], Instant.Never) { Profiles = -1 },
            new ActorAppend(Eve, 1, [Sealed(Ada)], Instant.Never) { Profiles = 0 });

        (await Journal.TotalsAsync(Deadline)).Profiles.ShouldBe(1);
    }

    [ContractFact]
    public async Task Newest_signals_of_an_actor_are_none_once_another_holds_its_person()
    {
        await AppendAsync(Ada, 1, Signal("a"), Signal("b"));
        await AppendAsync(Ada, 3, Sealed(Bob));
        (await Journal.NewestSignalsAsync(Ada, 10, Deadline)).ShouldBeEmpty();

        await AppendAsync(Ada, 4, Changed(PersonChangeKind.Restored, Bob), Signal("c", Some.Now + Minute));

        (await Journal.NewestSignalsAsync(Ada, 10, Deadline)).Select(entry => entry.Signal.Id).ShouldBe(["c", "b", "a"]);
    }

    [ContractFact]
    public async Task People_are_those_whose_person_changed_by_key_each_with_the_newest_change()
    {
        await AppendAsync(Ada, 1, Signal("a"));
        await AppendAsync(Bob, 1, Signal("b"), Sealed(Eve), Signal("c"));
        await AppendAsync(Eve, 1, Sealed(Bob), Changed(PersonChangeKind.Restored, Bob));
        await AppendAsync(Some.Actor("zoe"), 1, Changed(PersonChangeKind.Absorbed, Bob), Changed(PersonChangeKind.Redirected, Eve));

        (await Journal.PeopleAsync(null, 10, Deadline)).ShouldBe([new(Bob, true), new(Eve, false), new(Some.Actor("zoe"), true)]);
        (await Journal.PeopleAsync(null, 2, Deadline)).Select(one => one.Actor).ShouldBe([Bob, Eve]);
        (await Journal.PeopleAsync(Eve, 2, Deadline)).Select(one => one.Actor).ShouldBe([Some.Actor("zoe")]);
    }

    [ContractFact]
    public async Task Newest_signals_leave_out_those_that_were_given_back()
    {
        await AppendAsync(Ada, 1, Signal("own", Some.Now - Minute), Given("given-1"), Given("given-2"), Changed(PersonChangeKind.Released, Bob));

        (await Journal.NewestSignalsAsync(Ada, 1, Deadline)).Select(entry => entry.Signal.Id).ShouldBe(["own"]);

        // Joined again: what comes by it since then counts, however old it is.
        await AppendAsync(Ada, 5, Changed(PersonChangeKind.Absorbed, Bob), Given("again", Some.Now - 2 * Minute));
        (await Journal.NewestSignalsAsync(Ada, 10, Deadline)).Select(entry => entry.Signal.Id).ShouldBe(["own", "again"]);

        static JournalEntry Given(string id, Instant? time = null) => JournalEntry.Observed(Some.Signal(id: id, time: time).By(Bob.Profile), Some.Now);
    }

    [ContractFact]
    public async Task Read_gives_what_says_which_signals_count_no_more()
    {
        await AppendAsync(Ada, 1, Signal(), Retracted(), Changed(PersonChangeKind.Absorbed, Bob), Signal(), Changed(PersonChangeKind.Released, Bob), Retracted(version: 2));

        (await ReadAsync(Ada, kinds: JournalEntryKinds.AllRetractions | JournalEntryKinds.Persons)).Select(entry => entry.Sequence).ShouldBe([2L, 3, 5, 6]);
        (await ReadAsync(Ada, 3, JournalEntryKinds.AllRetractions | JournalEntryKinds.Persons)).Select(entry => entry.Sequence).ShouldBe([5L, 6]);
        (await ReadAsync(Ada, kinds: JournalEntryKinds.Persons)).Select(entry => entry.Entry.Person.Other).ShouldBe([Bob.Profile, Bob.Profile]);
    }

    [ContractFact]
    public async Task Commit_of_nothing_or_twice_of_one_actor_is_a_mistake()
    {
        await Should.ThrowAsync<ArgumentException>(async () => await CommitAsync());
        await Should.ThrowAsync<ArgumentException>(async () => await CommitAsync(new ActorAppend(Ada, 1, [Signal()], null), new ActorAppend(Ada, 2, [Signal()], null)));

        (await ReadAsync(Ada)).ShouldBeEmpty();
    }

    private static JournalEntry Sealed(ActorId place) => Changed(PersonChangeKind.Sealed, place);

    private static JournalEntry Changed(PersonChangeKind kind, ActorId other) =>
        JournalEntry.Of(new PersonChange(kind, other.Profile, "join", new byte[] { 1 }), Some.Now);

    private async Task<AppendResult> CommitAsync(params ActorAppend[] appends) => await Journal.AppendAllAsync(appends, Deadline);
}

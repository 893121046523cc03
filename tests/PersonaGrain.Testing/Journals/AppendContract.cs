using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Turns;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Testing.Journals;

/// <summary>What is appended is there, in order, once; of two appenders one wins.</summary>
public abstract class AppendContract<THost> : JournalContract<THost>
    where THost : JournalHost, new()
{
    [ContractFact]
    public async Task Append_keeps_every_entry_as_it_was()
    {
        var signal = Some.Signal(
            id: "wünsch-🎁'\"\\",
            time: Some.Now + TimeSpan.FromTicks(1),
            value: 12.5,
            attributes: Some.Attributes(("price", 9.99), ("department", "läufer"), ("sale", true)),
            traits: Some.Trait("age", 30));
        JournalEntry[] entries =
        [
            JournalEntry.Observed(signal, Some.Now),
            Entered("chosen", 7, 41.25),
            Exited("other"),
            Fired("cart_abandoned", 3),
            JournalEntry.Changed(new MembershipChange("caused", true, Some.Now, 1, null) { Cause = Cause.OfSignal(signal.Id) }),
            JournalEntry.Fired(new TriggerFiring("left", Some.Now, 4) { Armed = Some.Now - TimeSpan.FromHours(1), Cause = Cause.Clock }),
            JournalEntry.Retracted(new TriggerRetraction("left", Some.Now, 4, Some.Now - TimeSpan.FromHours(1)) { Cause = Cause.OfPopulation(7) }),
            JournalEntry.Adopted(2, Some.Now),
        ];

        await AppendAsync(Ada, 1, entries);

        var read = await ReadAsync(Ada);
        read.Select(entry => entry.Sequence).ShouldBe([1L, 2, 3, 4, 5, 6, 7, 8]);
        read.Skip(1).Select(entry => entry.Entry).ShouldBe(entries.Skip(1));
        var observed = read[0].Entry;
        observed.Received.ShouldBe(Some.Now);
        observed.Signal.Id.ShouldBe(signal.Id);
        observed.Signal.Time.ShouldBe(signal.Time);
        observed.Signal.Value.ShouldBe(12.5);
        observed.Signal.Attributes.Entries.ToArray().ShouldBe(signal.Attributes.Entries.ToArray());
        observed.Signal.Traits.ShouldBe(signal.Traits);
    }

    [ContractFact]
    public async Task Append_keeps_a_note_as_it_was()
    {
        await AppendAsync(Ada, 1, Signal(), JournalEntry.Noted(Some.Now, [0, 1, 255]));

        var note = (await ReadAsync(Ada))[1].Entry;

        (note.Kind, note.At).ShouldBe((JournalEntryKind.Note, Some.Now));
        note.Note.ToArray().ShouldBe([0, 1, 255]);
    }

    [ContractFact]
    public async Task Read_gives_the_kinds_that_are_asked_for_with_their_places()
    {
        await AppendAsync(Ada, 1, Signal("a"), Entered(), Fired(), Signal("b"), Retracted(), Exited());

        (await PlacesAsync(JournalEntryKinds.Signals)).ShouldBe([1, 4]);
        (await PlacesAsync(JournalEntryKinds.Signals, after: 1)).ShouldBe([4]);
        (await PlacesAsync(JournalEntryKinds.Retractions | JournalEntryKinds.Firings)).ShouldBe([3, 5]);
        (await PlacesAsync(JournalEntryKinds.Catalogs)).ShouldBeEmpty();
        (await PlacesAsync(JournalEntryKinds.All)).ShouldBe([1, 2, 3, 4, 5, 6]);

        async Task<long[]> PlacesAsync(JournalEntryKinds kinds, long after = 0) => [.. (await ReadAsync(Ada, after, kinds)).Select(entry => entry.Sequence)];
    }

    [ContractFact]
    public async Task Read_begins_after_the_given_sequence()
    {
        await AppendAsync(Ada, 1, Signal(), Signal(), Signal());
        await AppendAsync(Ada, 4, Signal(), Signal());

        (await ReadAsync(Ada, 3)).Select(entry => entry.Sequence).ShouldBe([4L, 5]);
        (await ReadAsync(Ada, 5)).ShouldBeEmpty();
        (await ReadAsync(Some.Actor("nobody"))).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Append_at_a_taken_sequence_is_a_conflict_and_changes_nothing()
    {
        await AppendAsync(Ada, 1, Signal("a"), Signal("b"));

        (await TryAppendAsync(Ada, 2, Some.Now, Signal("c"), Entered())).ShouldBe(AppendResult.Conflict.Instance);
        (await TryAppendAsync(Ada, 1, Some.Now, Signal("d"))).ShouldBe(AppendResult.Conflict.Instance);

        (await IdsOfAsync(Ada)).ShouldBe(["a", "b"]);
        (await DueAsync(Ada, Some.Now)).ShouldBeEmpty();
        (await Journal.TotalsAsync(Deadline)).ShouldBe(new JournalTotals(1, 2, 0));
    }

    [ContractFact]
    public async Task Append_beyond_the_end_is_a_conflict()
    {
        (await TryAppendAsync(Ada, 2, null, Signal())).ShouldBe(AppendResult.Conflict.Instance);
        await AppendAsync(Ada, 1, Signal());
        (await TryAppendAsync(Ada, 3, null, Signal())).ShouldBe(AppendResult.Conflict.Instance);

        (await ReadAsync(Ada)).Count.ShouldBe(1);
    }

    [ContractFact]
    public async Task Append_by_two_at_once_lets_exactly_one_win()
    {
        for (var round = 1; round <= 50; round++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 4)
                .Select(appender => Task.Run(() => TryAppendAsync(Ada, round, null, Signal($"{round}-{appender}")))));

            results.Count(result => result is AppendResult.Appended).ShouldBe(1, $"round {round}");
            results.Count(result => result is AppendResult.Conflict).ShouldBe(3, $"round {round}");
        }

        (await ReadAsync(Ada)).Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, 50).Select(sequence => (long)sequence));
    }

    [ContractFact]
    public async Task Append_that_loses_does_not_take_its_neighbours_with_it()
    {
        var profiles = Enumerable.Range(0, 300).Select(index => Some.Actor($"profile-{index}")).ToArray();
        await Task.WhenAll(profiles.Where((_, index) => index % 10 == 0).Select(profile => AppendAsync(profile, 1, Signal())));

        var results = await Task.WhenAll(profiles.Select(profile => TryAppendAsync(profile, 1, null, Signal("late"), Entered())));

        for (var index = 0; index < profiles.Length; index++)
        {
            results[index].ShouldBe(index % 10 == 0 ? AppendResult.Conflict.Instance : AppendResult.Appended.Instance, profiles[index].Key);
            (await IdsOfAsync(profiles[index])).Contains("late").ShouldBe(index % 10 != 0);
        }

        (await Journal.TotalsAsync(Deadline)).Profiles.ShouldBe(300);
    }

    [ContractFact]
    public async Task Append_of_many_profiles_at_once_keeps_each_one_whole()
    {
        const int Profiles = 500, Rounds = 6;
        var profiles = Enumerable.Range(0, Profiles).Select(index => Some.Actor($"profile-{index}")).ToArray();

        await Task.WhenAll(profiles.Select(async profile =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                await AppendAsync(profile, (round * 2) + 1, Signal($"{profile}-{round}-a"), Signal($"{profile}-{round}-b"));
            }
        }));

        foreach (var profile in profiles)
        {
            (await IdsOfAsync(profile)).ShouldBe(Enumerable.Range(0, Rounds).SelectMany(round => new[] { $"{profile}-{round}-a", $"{profile}-{round}-b" }));
        }

        (await Journal.TotalsAsync(Deadline)).ShouldBe(new JournalTotals(Profiles, Profiles * Rounds * 2, 0));
    }

    [ContractFact]
    public async Task Append_of_thousands_of_entries_is_whole()
    {
        var entries = Enumerable.Range(0, 5_000).Select(index => Signal($"signal-{index}")).ToArray();

        await AppendAsync(Ada, 1, entries);

        (await IdsOfAsync(Ada)).ShouldBe(entries.Select(entry => entry.Signal.Id));
    }

    [ContractFact]
    public async Task Append_that_is_cancelled_before_it_starts_writes_nothing()
    {
        var append = new ActorAppend(Ada, 1, [Signal()], null);

        await Should.ThrowAsync<OperationCanceledException>(async () => await Journal.AppendAsync(append, new CancellationToken(canceled: true)));

        (await ReadAsync(Ada)).ShouldBeEmpty();
    }
}

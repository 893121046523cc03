using PersonaGrain.Grid.Storage;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Postgres.Tests;

/// <summary>Journals that are read at the same time share statements, and nothing else.</summary>
[NeedsPostgres]
public sealed class LoadTests : JournalContract<PostgresJournalHost>
{
    [ContractFact]
    public async Task Many_journals_that_are_read_at_once_are_each_whole_and_in_order()
    {
        int[] lengths = [0, 1, 99, 100, 101, 250, 1_350];
        var actors = Enumerable.Range(0, 140).Select(index => (Id: Some.Actor($"actor-{index}"), Length: lengths[index % lengths.Length])).ToArray();
        await Task.WhenAll(actors.Where(actor => actor.Length > 0).Select(actor =>
            AppendAsync(actor.Id, 1, [.. Enumerable.Range(1, actor.Length).Select(place => Signal($"{actor.Id}-{place}"))])));

        var found = await Task.WhenAll(actors.Select(actor => ReadAsync(actor.Id)));
        var tails = await Task.WhenAll(actors.Select(actor => ReadAsync(actor.Id, 90)));

        for (var index = 0; index < actors.Length; index++)
        {
            var (id, length) = actors[index];
            found[index].Select(entry => $"{entry.Sequence} {entry.Entry.Signal.Id}").ShouldBe(Enumerable.Range(1, length).Select(place => $"{place} {id}-{place}"));
            tails[index].Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(91, Math.Max(0, length - 90)).Select(place => (long)place));
        }
    }

    [ContractFact]
    public async Task Damaged_entry_is_a_fault_of_its_own_journal_alone()
    {
        await AppendAsync(Some.Actor("ada"), 1, Signal("a"));
        await AppendAsync(Some.Actor("bob"), 1, Signal("b"));
        await Database.ExecuteAsync(Host.Database, "UPDATE personagrain.journal SET payload = '\\x00' WHERE actor = 'ada'");

        var ada = ReadAsync(Some.Actor("ada"));
        var bob = ReadAsync(Some.Actor("bob"));

        await Should.ThrowAsync<FormatException>(() => ada);
        (await bob).ShouldHaveSingleItem().Entry.Signal.Id.ShouldBe("b");
    }

    [ContractFact]
    public async Task Entries_of_some_kinds_are_read_page_by_page()
    {
        var entries = Enumerable.Range(1, 2_500).Select(place => place % 500 == 0 ? Retracted(place) : Signal($"{place}")).ToArray();
        await AppendAsync(Ada, 1, entries);

        (await ReadAsync(Ada, kinds: JournalEntryKinds.Retractions)).Select(entry => entry.Sequence).ShouldBe([500L, 1_000, 1_500, 2_000, 2_500]);
        (await ReadAsync(Ada, 1_000, JournalEntryKinds.Retractions)).Select(entry => entry.Sequence).ShouldBe([1_500L, 2_000, 2_500]);
        (await ReadAsync(Ada, kinds: JournalEntryKinds.Signals)).Count.ShouldBe(2_495);
        (await ReadAsync(Ada, kinds: JournalEntryKinds.Signals | JournalEntryKinds.Retractions)).Count.ShouldBe(2_500);
        (await ReadAsync(Ada, kinds: JournalEntryKinds.Changes)).ShouldBeEmpty();
    }

    [ContractFact]
    public async Task Timeline_leaves_out_what_was_taken_back_and_is_filled_up_with_what_is_older()
    {
        await AppendAsync(
            Ada,
            1,
            Signal("oldest", Some.Now - TimeSpan.FromHours(3)),
            Signal("trigger:late:1", Some.Now - TimeSpan.FromHours(1)),
            Signal("older", Some.Now - TimeSpan.FromHours(2)),
            Retracted(1),
            Signal("newest", Some.Now));

        (await Journal.NewestSignalsAsync(Ada, 10, Deadline)).Select(entry => entry.Signal.Id).ShouldBe(["newest", "older", "oldest"]);
        (await Journal.NewestSignalsAsync(Ada, 2, Deadline)).Select(entry => entry.Signal.Id).ShouldBe(["newest", "older"]);
    }

    private static JournalEntry Retracted(int version) =>
        JournalEntry.Retracted(new Triggers.TriggerRetraction("late", Some.Now, version, Some.Now));
}

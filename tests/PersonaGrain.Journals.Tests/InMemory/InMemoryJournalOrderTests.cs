using System.Collections;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Indexing;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Segments;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Journals.Tests.InMemory;

/// <summary>An append is seen bit by bit by those who read beside it: of whom nothing is due any more, everything that was due is there.</summary>
public sealed class InMemoryJournalOrderTests
{
    private static readonly ActorId Ada = Some.Actor();
    private static readonly ActorId Bob = Some.Actor("bob");
    private static readonly JournalEntry Exited = JournalEntry.Changed(new MembershipChange("chosen", false, Some.Now, 2, null));

    private readonly InMemoryJournal _journal = new();
    private readonly List<(string Seen, Task<IReadOnlyList<DueWake>> Due)> _looks = [];

    [Fact]
    public async Task Wake_moves_after_what_was_due_can_be_read()
    {
        await AppendAsync(DueNow(Ada));

        await AppendAsync(Looked(Ada));

        await ShouldHaveBeenDueAsync();
        (await _journal.EventsAsync(0, 10, default)).Events.Count.ShouldBe(1);
        (await DueAsync(Ada)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Wakes_of_a_commit_move_after_what_was_due_of_all_can_be_read()
    {
        await AppendAsync(DueNow(Ada));
        await AppendAsync(DueNow(Bob));

        (await _journal.AppendAllAsync([Looked(Ada), Looked(Bob)], default)).ShouldBe(AppendResult.Appended.Instance);

        await ShouldHaveBeenDueAsync();
        (await _journal.EventsAsync(0, 10, default)).Events.Count.ShouldBe(2);
        (await DueAsync(Ada)).ShouldBeEmpty();
        (await DueAsync(Bob)).ShouldBeEmpty();
    }

    private static ActorAppend DueNow(ActorId actor) => new(actor, 1, [JournalEntry.Observed(Some.Signal(), Some.Now)], Some.Now);

    /// <summary>What was due happens, and with every look at what the journal is given there is a look at the schedule as others have it beside.</summary>
    private ActorAppend Looked(ActorId actor) =>
        new(actor, 2, new LookedAt<JournalEntry>([Exited], () => Look(actor, "entries")), Instant.Never)
        {
            Index = new IndexUpdate(false, new LookedAt<IndexEntry>([new IndexEntry(1, default)], () => Look(actor, "index"))),
        };

    private void Look(ActorId actor, string what) => _looks.Add(($"{what} of {actor}", DueAsync(actor)));

    private async Task ShouldHaveBeenDueAsync()
    {
        _looks.Count.ShouldBeGreaterThan(1);
        foreach (var (seen, due) in _looks)
        {
            (await due).Count.ShouldBe(1, $"the wake-up had moved when the journal still looked at the {seen}");
        }
    }

    private Task<IReadOnlyList<DueWake>> DueAsync(ActorId actor) =>
        _journal.DueWakesAsync(Shards.OfSchedule(actor), Some.Now, null, 10, default).AsTask();

    private async Task AppendAsync(ActorAppend append) => (await _journal.AppendAsync(append, default)).ShouldBe(AppendResult.Appended.Instance);

    /// <summary>A list that tells of each look at it.</summary>
    private sealed class LookedAt<T>(T[] items, Action look) : IReadOnlyList<T>
    {
        public int Count => items.Length;

        public T this[int index]
        {
            get
            {
                look();
                return items[index];
            }
        }

        public IEnumerator<T> GetEnumerator()
        {
            foreach (var item in items)
            {
                look();
                yield return item;
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

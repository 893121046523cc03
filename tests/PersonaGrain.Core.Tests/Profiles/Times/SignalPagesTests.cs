using System.Runtime.CompilerServices;
using PersonaGrain.Catalogs;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Identities;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using PersonaGrain.Triggers;
using PersonaGrain.Turns;

namespace PersonaGrain.Profiles.Times;

/// <summary>Pages of journals that are too long to be sorted.</summary>
public sealed class SignalPagesTests
{
    private const int Length = 45_000;
    private static readonly Catalog Known = Catalog.Compile(Some.Catalog());

    [Fact]
    public async Task What_was_taken_back_is_looked_for_once_and_no_further_back_than_the_page()
    {
        var journal = new Journal();
        journal.Add(Enumerable.Range(0, Length).Select(index => Sent(index % 1_000 == 0 ? $"trigger:cart_abandoned:{index}" : $"{index}", index)));
        journal.Add([JournalEntry.Retracted(new TriggerRetraction("cart_abandoned", At(Length), 44_000, At(44_000)))]);

        var page = await Pages(journal).ReadAsync(null, 1_000, CancellationToken.None);

        page.Signals.Select(static signal => signal.Entry.Signal.Id).ShouldBe(Enumerable.Range(43_999, 1_001).Reverse().Where(static index => index != 44_000).Select(static index => $"{index}"));
        journal.Reads.Count(static read => read.Kinds.HasFlag(JournalEntryKinds.AllRetractions) && !read.Kinds.HasFlag(JournalEntryKinds.Signals)).ShouldBe(1);
        journal.Reads.ShouldAllBe(static read => read.Kinds == JournalEntryKinds.All || read.Kinds == Timeline.Kinds || read.After > 20_000);
    }

    [Fact]
    public async Task What_two_identities_sent_counts_once_though_the_first_stands_far_before_the_page()
    {
        var journal = new Journal();
        journal.Add(Enumerable.Range(0, Length).Select(index => Sent($"{index}", index)));
        journal.Add([JournalEntry.Of(new PersonChange(PersonChangeKind.Absorbed, Some.Profile("anonymous:7f3"), "join", default), At(Length)), Brought("7", Length), Brought("visit", Length)]);

        (await Pages(journal, isJoined: true).ReadAsync(null, 2, CancellationToken.None)).Signals.Select(static signal => signal.Entry.Signal.Id).ShouldBe(["visit", "44999"]);
    }

    [Fact]
    public async Task Links_of_before_the_journal_was_long_lead_to_their_signal_or_to_their_time()
    {
        var journal = new Journal();
        journal.Add(Enumerable.Range(0, Length).Select(index => Sent($"{index}", index)));
        foreach (var cursor in new[] { $"t{At(77).Ticks}.79", SignalPage.CursorAt(At(77)) })
        {
            var page = await Pages(journal).ReadAsync(cursor, 2, CancellationToken.None);
            page.Signals.Select(static signal => signal.Entry.Signal.Id).ShouldBe(["77", "76"]);
        }
    }

    [Fact]
    public async Task Signal_that_was_told_before_it_came_is_not_told_again_behind_itself()
    {
        var journal = new Journal();
        journal.Add([Sent("cart", 0)]);
        var firing = JournalEntry.Observed(Some.Signal("cart_abandoned", At(30), "trigger:cart_abandoned:1"), At(30));
        var first = await new SignalPages(Some.Profile(), Known, journal) { IsJoined = false, UpTo = At(60), Foreseen = [firing] }.ReadAsync(null, 1, CancellationToken.None);
        first.Signals.Select(static signal => signal.Entry.Signal.Type).ShouldBe(["cart_abandoned"]);

        journal.Add([JournalEntry.Noted(At(30), []), firing]);
        (await Pages(journal).ReadAsync(first.Next, 5, CancellationToken.None)).Signals.Select(static signal => signal.Entry.Signal.Id).ShouldBe(["cart"]);
    }

    [Fact]
    public async Task Place_in_a_journal_is_none_in_that_of_another_identity()
    {
        var journal = new Journal();
        journal.Add(Enumerable.Range(0, Length).Select(index => Sent($"{index}", index)));
        var next = (await Pages(journal).ReadAsync(null, 2, CancellationToken.None)).Next;

        (await Pages(journal).ReadAsync(next, 1, CancellationToken.None)).Signals[0].Entry.Signal.Id.ShouldBe("44997");
        var refused = await Should.ThrowAsync<FormatException>(async () => await new SignalPages(Some.Profile("bob"), Known, journal) { IsJoined = false }.ReadAsync(next, 1, CancellationToken.None));
        refused.Message.ShouldContain("joined or parted");
    }

    private static SignalPages Pages(Journal journal, bool isJoined = false) => new(Some.Profile(), Known, journal) { IsJoined = isJoined };

    private static Instant At(int minute) => Some.Now + TimeSpan.FromMinutes(minute);

    private static JournalEntry Sent(string id, int minute) => JournalEntry.Observed(Some.Signal(time: At(minute), id: id), At(minute));

    private static JournalEntry Brought(string id, int minute) =>
        JournalEntry.Observed(new Signal { Id = id, Type = "product_viewed", Time = At(minute), Origin = Some.Profile("anonymous:7f3") }, At(minute));

    /// <summary>A journal in memory that knows what was read of it.</summary>
    private sealed class Journal : IActorStorage
    {
        private readonly List<JournaledEntry> _entries = [];

        public List<(long After, JournalEntryKinds Kinds)> Reads { get; } = [];

        public void Add(IEnumerable<JournalEntry> entries)
        {
            foreach (var entry in entries)
            {
                _entries.Add(new JournaledEntry(_entries.Count + 1, entry));
            }
        }

        public ValueTask<StoredActor> LoadAsync(ActorId actor, CancellationToken cancellation) => throw new NotSupportedException();

        public async IAsyncEnumerable<JournaledEntry> ReadAsync(ActorId actor, long after, JournalEntryKinds kinds, [EnumeratorCancellation] CancellationToken cancellation)
        {
            Reads.Add((after, kinds));
            for (var index = (int)Math.Min(after, _entries.Count); index < _entries.Count; index++)
            {
                if (kinds.Has(_entries[index].Entry.Kind))
                {
                    yield return _entries[index];
                }
            }

            await ValueTask.CompletedTask;
        }

        public ValueTask<IReadOnlySet<ulong>> FindIdsAsync(ActorId actor, IReadOnlyList<ulong> ids, CancellationToken cancellation) => throw new NotSupportedException();
    }
}

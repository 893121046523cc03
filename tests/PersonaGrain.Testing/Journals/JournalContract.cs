using PersonaGrain.Grid.Storage;
using PersonaGrain.Segments;
using PersonaGrain.Turns;
using PersonaGrain.Time;
using PersonaGrain.Triggers;

namespace PersonaGrain.Testing.Journals;

/// <summary>What the journal contracts share: one storage for each test, and short forms of what they do with it.</summary>
/// <typeparam name="THost">The storage.</typeparam>
public abstract class JournalContract<THost> : IAsyncLifetime
    where THost : JournalHost, new()
{
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(90));

    protected static readonly ActorId Ada = Some.Actor();

    protected THost Host { get; } = new();

    protected IActorJournal Journal => Host.Journal;

    /// <summary>Generous: it only ends a test that hangs.</summary>
    protected CancellationToken Deadline => _deadline.Token;

    public Task InitializeAsync() => Host.StartAsync(Deadline);

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        _deadline.Dispose();
    }

    protected static JournalEntry Signal(string? id = null, Instant? time = null) =>
        JournalEntry.Observed(Some.Signal(id: id, time: time), Some.Now);

    protected static JournalEntry Entered(string segment = "chosen", int version = 1, double? score = null, Instant? at = null) =>
        JournalEntry.Changed(new MembershipChange(segment, true, at ?? Some.Now, version, score));

    protected static JournalEntry Exited(string segment = "chosen", int version = 2) =>
        JournalEntry.Changed(new MembershipChange(segment, false, Some.Now, version, null));

    protected static JournalEntry Fired(string trigger = "cart_abandoned", int version = 1) =>
        JournalEntry.Fired(new TriggerFiring(trigger, Some.Now, version));

    /// <summary>Takes <see cref="Fired"/> back.</summary>
    protected static JournalEntry Retracted(string trigger = "cart_abandoned", int version = 1) =>
        JournalEntry.Retracted(new TriggerRetraction(trigger, Some.Now, version, Some.Now));

    protected async Task<AppendResult> TryAppendAsync(ActorId actor, long first, Instant? wake, params JournalEntry[] entries) =>
        await Journal.AppendAsync(new ActorAppend(actor, first, entries, wake), Deadline);

    protected async Task AppendAsync(ActorId actor, long first, params JournalEntry[] entries) =>
        (await TryAppendAsync(actor, first, Instant.Never, entries)).ShouldBe(AppendResult.Appended.Instance);

    protected async Task WakeAtAsync(ActorId actor, long first, Instant? wake, params JournalEntry[] entries) =>
        (await TryAppendAsync(actor, first, wake, entries)).ShouldBe(AppendResult.Appended.Instance);

    protected async Task<List<JournaledEntry>> ReadAsync(ActorId actor, long after = 0, JournalEntryKinds kinds = JournalEntryKinds.All)
    {
        var entries = new List<JournaledEntry>();
        await foreach (var entry in Journal.ReadAsync(actor, after, kinds, Deadline))
        {
            entries.Add(entry);
        }

        return entries;
    }

    protected async Task<string[]> IdsOfAsync(ActorId actor) =>
        [.. (await ReadAsync(actor, kinds: JournalEntryKinds.Signals)).Select(entry => entry.Entry.Signal.Id)];

    protected async Task<DueWake[]> DueAsync(ActorId actor, Instant upTo) =>
        [.. await Journal.DueWakesAsync(Shards.OfSchedule(actor), upTo, null, 1_000, Deadline)];
}

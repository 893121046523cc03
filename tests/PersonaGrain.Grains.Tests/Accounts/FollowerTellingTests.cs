using PersonaGrain.Grains.Actors;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Grid.Storage;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Journals;
using PersonaGrain.Turns;

namespace PersonaGrain.Grains.Tests.Accounts;

/// <summary>How accounts come to know what their members did: nobody waits for it, nothing is lost, and one account that can not be told holds up no other.</summary>
public sealed class FollowerTellingTests : ClusterTest
{
    [Fact]
    public async Task Members_are_answered_while_their_account_is_busy_and_are_told_on_together()
    {
        var journal = Watch();
        await StartAsync(Household.Catalog);
        await ObserveAsync(Household.Joins("ann", Household.Acme, "joins"));
        await Grid.SettleAsync(Deadline);
        journal.Hold(Household.Acme);

        for (var order = 1; order <= 20; order++)
        {
            (await ObserveAsync(Household.Orders("ann", order))).ShouldBe([ObservationStatus.Accepted]);
        }

        await journal.Reached.WaitAsync(Deadline);
        var before = await EntriesAsync(journal, Household.Acme);
        journal.Release();
        await Grid.SettleAsync(Deadline);

        (await Grid.AccountAsync(Household.Acme, Deadline)).ShouldBe(Household.Told(21, 210, ["ann"]));
        (await EntriesAsync(journal, Household.Acme)).Count(static kind => kind == JournalEntryKind.Note)
            .ShouldBeLessThanOrEqualTo(before.Count(static kind => kind == JournalEntryKind.Note) + 3, "each turn notes how far it has read");
    }

    [Fact]
    public async Task Account_hears_what_was_not_told_when_every_silo_was_lost()
    {
        var journal = Watch();
        await StartAsync(Household.Catalog);
        await ObserveAsync(Household.Joins("ann", Household.Acme, "joins"));
        await Grid.SettleAsync(Deadline);
        journal.Hold(Household.Acme);
        (await ObserveAsync(Household.Orders("ann", 7))).ShouldBe([ObservationStatus.Accepted]);
        await journal.Reached.WaitAsync(Deadline);

        await CrashAsync();
        await Grid.SettleAsync(Deadline);

        (await Grid.AccountAsync(Household.Acme, Deadline)).ShouldBe(Household.Told(2, 7, ["ann"]));
        journal.Release();
        await Grid.SettleAsync(Deadline);
        (await Grid.AccountAsync(Household.Acme, Deadline)).ShouldBe(Household.Told(2, 7, ["ann"]), "what arrives late is refused");
    }

    [Theory]
    [InlineData(AppendFault.Before)]
    [InlineData(AppendFault.After)]
    [InlineData(AppendFault.Conflict)]
    public async Task Account_whose_append_failed_is_told_again_and_counts_once(AppendFault fault)
    {
        var journal = new FaultyJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal };
        await StartAsync(Household.Catalog);
        await ObserveAsync(Household.Joins("ann", Household.Acme, "joins"));
        await Grid.SettleAsync(Deadline);
        journal.FailAppend(fault, static append => append.Actor.Key == Household.Acme);

        await ObserveAsync(Household.Orders("ann", 7));
        await Grid.SettleAsync(Deadline);

        journal.Hits.ShouldBe(1);
        (await Grid.AccountAsync(Household.Acme, Deadline)).ShouldBe(Household.Told(2, 7, ["ann"]));
    }

    [Fact]
    public async Task Account_that_can_not_be_loaded_holds_up_no_other_and_is_told_when_it_can()
    {
        Store.Configure = static options => options.ForgetIdleProfiles = true;
        await StartAsync(Household.Catalog);
        await ObserveAsync(Household.Joins("ann", Household.Acme, "a"), Household.Joins("ann", Household.Globex, "g"));
        await Grid.SettleAsync(Deadline);
        await Store.DamageAsync(ActorId.Of(Some.Profile(Household.Globex)));

        await ObserveAsync(Household.Orders("ann", 7));
        await Grid.SettleAsync(Deadline);
        (await Grid.AccountAsync(Household.Acme, Deadline)).ShouldBe(Household.Told(3, 7, ["ann"]));
        await ObserveAsync(Household.Orders("ann", 8));
        await Grid.SettleAsync(Deadline);
        (await Grid.AccountAsync(Household.Acme, Deadline)).ShouldBe(Household.Told(4, 15, ["ann"]));

        Store.Mend(ActorId.Of(Some.Profile(Household.Globex)));
        Pass(TimeSpan.FromMinutes(1));
        await Grid.SettleAsync(Deadline);
        (await Grid.AccountAsync(Household.Globex, Deadline)).ShouldBe(Household.Told(4, 15, ["ann"]));
    }

    [Fact]
    public async Task Account_takes_what_it_hears_late_at_the_instant_at_which_it_happened()
    {
        await StartAsync(Household.Catalog);
        await ObserveAsync(Household.Joins("ann", Household.Acme, "joins"), Some.Observation("ann"), Some.Observation("ann"));
        await Grid.SettleAsync(Deadline);
        Pass(TimeSpan.FromDays(30));
        await Grid.SettleAsync(Deadline);

        var day = TimeSpan.FromDays(1);
        string[] expected = [$"entered admired at {Some.Now}", $"entered calm at {Some.Now + 7 * day}", $"exited admired at {Some.Now + 7 * day}", $"exited calm at {Some.Now + 14 * day}"];
        (await Grid.EventsAsync(0, 100, Deadline)).Events.Where(static one => one.Profile.Value == Household.Acme)
            .Select(static one => $"{one.Kind.ToString().ToLowerInvariant()} {one.Subject} at {one.At}").Order(StringComparer.Ordinal).ShouldBe(expected);
    }

    [Fact]
    public async Task Who_was_told_is_not_due_any_more()
    {
        await StartAsync(Household.Catalog);
        await ObserveAsync(Household.Joins("ann", Household.Acme, "joins"), Household.Orders("ann", 7));
        await Grid.SettleAsync(Deadline);

        var due = new List<string>();
        for (var shard = 0; shard < Shards.ScheduleCount; shard++)
        {
            due.AddRange((await Store.Journal.DueWakesAsync(shard, Now, null, 100, Deadline)).Select(static wake => wake.Actor.Key));
        }

        due.ShouldBeEmpty();
        var grain = Cluster.Grains.GetGrain<IActorGrain>(Household.Acme);
        (await grain.FollowAsync("ann", 2, 1)).Follows.ShouldBeTrue();
        (await grain.FollowAsync("eve", 1, 1)).Follows.ShouldBeFalse("nothing is known of this one");
        (await Grid.AccountAsync(Household.Acme, Deadline)).ShouldBe(Household.Told(2, 7, ["ann"]));
    }

    private WatchedJournal Watch()
    {
        var journal = new WatchedJournal(new InMemoryJournal());
        Store = new MemoryStore { Journal = journal };
        return journal;
    }

    private async Task<List<JournalEntryKind>> EntriesAsync(WatchedJournal journal, string actor)
    {
        var kinds = new List<JournalEntryKind>();
        await foreach (var (_, entry) in journal.ReadAsync(ActorId.Of(Some.Profile(actor)), 0, JournalEntryKinds.All, Deadline))
        {
            kinds.Add(entry.Kind);
        }

        return kinds;
    }
}

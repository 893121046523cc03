using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Journals.InMemory;
using PersonaGrain.Testing.Journals;

namespace PersonaGrain.Grains.Tests.People;

/// <summary>Whoever joins is lost in the middle, or storage does not say what became of it: what actors have in memory never hides what their journals have.</summary>
public sealed class LostJoinTests : PeopleTest
{
    private readonly FaultyJournal _journal = new(new InMemoryJournal());

    public LostJoinTests() => Store = new MemoryStore { Journal = _journal };

    [Fact]
    public async Task Join_that_was_kept_and_not_answered_is_seen_by_everybody()
    {
        await StartWithBothAsync();
        _journal.FailCommit(AppendFault.After);

        (await LinkAsync(Visitor, Ann)).ShouldBeOfType<LinkResult.Unavailable>();

        (await SeenAsync(Visitor)).ShouldBe((Ann, 2));
        (await SeenAsync(Ann)).ShouldBe((Ann, 2));
        (await ObserveAsync(Viewed(Visitor, "c"))).ShouldBe([ObservationStatus.Accepted]);
        (await LinkAsync(Visitor, Ann)).ShouldBeOfType<LinkResult.AlreadyLinked>();
        (await SeenAsync(Ann)).ShouldBe((Ann, 3));
    }

    [Fact]
    public async Task Join_that_arrives_after_it_was_given_up_is_seen_by_everybody()
    {
        await StartWithBothAsync();
        _journal.FailCommit(AppendFault.Late);
        (await LinkAsync(Visitor, Ann)).ShouldBeOfType<LinkResult.Unavailable>();
        (await SeenAsync(Visitor)).ShouldBe((Visitor, 1));
        (await SeenAsync(Ann)).ShouldBe((Ann, 1));

        await _journal.ArriveAsync();

        (await SeenAsync(Visitor)).ShouldBe((Ann, 2));
        (await SeenAsync(Ann)).ShouldBe((Ann, 2));
    }

    [Fact]
    public async Task Join_that_was_overtaken_meanwhile_is_made_anew()
    {
        await StartWithBothAsync();
        _journal.FailCommit(AppendFault.Conflict);
        _journal.FailCommit(AppendFault.Conflict);
        _journal.FailCommit(AppendFault.Conflict);

        (await LinkAsync(Visitor, Ann)).ShouldBeOfType<LinkResult.Linked>();

        _journal.Hits.ShouldBe(3);
        (await ObserveAsync(Viewed(Visitor, "c"), Viewed(Ann, "d"))).ShouldBe([ObservationStatus.Accepted, ObservationStatus.Accepted]);
        (await SeenAsync(Visitor)).ShouldBe((Ann, 4));
    }

    [Fact]
    public async Task Parting_that_was_kept_and_not_answered_is_seen_by_everybody()
    {
        await StartWithBothAsync();
        await LinkAsync(Visitor, Ann);
        _journal.FailCommit(AppendFault.After);

        (await Grid.UnlinkAsync(Named(Visitor), Deadline)).ShouldBeOfType<UnlinkResult.Unavailable>();

        (await SeenAsync(Visitor)).ShouldBe((Visitor, 1));
        (await SeenAsync(Ann)).ShouldBe((Ann, 1));
        (await ObserveAsync(Viewed(Visitor, "c"), Viewed(Ann, "d"))).ShouldBe([ObservationStatus.Accepted, ObservationStatus.Accepted]);
        (await SeenAsync(Visitor)).ShouldBe((Visitor, 2));
    }

    [Fact]
    public async Task Signal_whose_join_can_not_be_kept_is_sent_again()
    {
        await StartWithBothAsync();
        _journal.FailCommit(AppendFault.Before);
        var both = Viewed(Ann, "c") with { Others = [Named(Visitor)] };

        (await Grid.ObserveAsync([both], Deadline)).ShouldBeOfType<ObserveResult.Unavailable>();
        (await SeenAsync(Ann)).ShouldBe((Ann, 1));

        (await ObserveAsync(both)).ShouldBe([ObservationStatus.Accepted]);
        (await SeenAsync(Visitor)).ShouldBe((Ann, 3));
    }

    [Fact]
    public async Task Joined_people_are_found_after_every_silo_was_lost()
    {
        await StartWithBothAsync();
        await LinkAsync(Visitor, Ann);
        await ObserveAsync(Viewed(Visitor, "c"));

        await CrashAsync();

        (await SeenAsync(Visitor)).ShouldBe((Ann, 3));
        (await ObserveAsync(Viewed(Visitor, "c"), Viewed(Visitor, "d"))).ShouldBe([ObservationStatus.Duplicate, ObservationStatus.Accepted]);
    }

    private async Task StartWithBothAsync()
    {
        await StartAsync(Recent);
        await ObserveAsync(Viewed(Visitor, "a"), Viewed(Ann, "b"));
    }
}

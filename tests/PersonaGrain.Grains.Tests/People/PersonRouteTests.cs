using PersonaGrain.Grid;
using PersonaGrain.Identities;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests.People;

/// <summary>Processes that did not take part in a join, or in a parting, find the person all the same.</summary>
public sealed class PersonRouteTests : PeopleTest
{
    [Fact]
    public async Task Process_that_did_not_join_them_finds_the_person()
    {
        await StartAsync(Recent);
        await ObserveAsync(Viewed(Visitor, "a"), Viewed(Ann, "b"));
        (await LinkAsync(Visitor, Ann)).ShouldBeOfType<LinkResult.Linked>();

        (await SeenAsync(Visitor, AnotherProcess())).ShouldBe((Ann, 2));
        (await AnotherProcess().TimelineAsync(Some.Profile(Visitor), 10, Deadline)).ShouldNotBeNull().Count.ShouldBe(2);
        (await AnotherProcess().PersonAsync(Some.Profile(Visitor), Deadline)).ShouldNotBeNull().Profile.Value.ShouldBe(Ann);
        (await ObserveAsync(AnotherProcess(), Viewed(Visitor, "c"))).ShouldBe([ObservationStatus.Accepted]);
        (await ObserveAsync(AnotherProcess(), Viewed(Visitor, "c"), Viewed("eve", "d"), Viewed(Ann, "c"))).ShouldBe(
            [ObservationStatus.Duplicate, ObservationStatus.Accepted, ObservationStatus.Duplicate]);
        (await SeenAsync(Ann)).ShouldBe((Ann, 3));
    }

    [Fact]
    public async Task Process_finds_a_person_behind_several_joins()
    {
        await StartAsync(Recent);
        await ObserveAsync(Viewed("anonymous:1", "a"), Viewed("anonymous:2", "b"), Viewed("anonymous:3", "c"));
        await LinkAsync("anonymous:3", "anonymous:2");
        await LinkAsync("anonymous:2", "anonymous:1");
        await LinkAsync("anonymous:1", Ann);

        (await SeenAsync("anonymous:3", AnotherProcess())).ShouldBe((Ann, 3));
        (await ObserveAsync(AnotherProcess(), Viewed("anonymous:3", "d"))).ShouldBe([ObservationStatus.Accepted]);
        (await AnotherProcess().TimelineAsync(Some.Profile("anonymous:2"), 10, Deadline)).ShouldNotBeNull().Count.ShouldBe(4);
    }

    [Fact]
    public async Task Process_that_knew_the_person_hears_that_an_identity_was_given_back()
    {
        await StartAsync(Recent);
        await ObserveAsync(Viewed(Visitor, "a"), Viewed(Ann, "b"));
        await LinkAsync(Visitor, Ann);
        var (sender, reader, shower) = (AnotherProcess(), AnotherProcess(), AnotherProcess());
        foreach (var other in new[] { sender, reader, shower })
        {
            (await SeenAsync(Visitor, other)).ShouldBe((Ann, 2));
        }

        (await Grid.UnlinkAsync(Named(Visitor), Deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();

        (await ObserveAsync(sender, Viewed(Visitor, "c"), Viewed(Ann, "d"))).ShouldBe([ObservationStatus.Accepted, ObservationStatus.Accepted]);
        (await SeenAsync(Visitor, reader)).ShouldBe((Visitor, 2));
        (await SeenAsync(Ann, reader)).ShouldBe((Ann, 2));
        (await shower.TimelineAsync(Some.Profile(Visitor), 10, Deadline)).ShouldNotBeNull().Select(entry => entry.Signal.Id).ShouldBe(["a", "c"], ignoreOrder: true);
    }

    [Fact]
    public async Task Process_that_knew_the_person_hears_that_it_went_further()
    {
        await StartAsync(Recent);
        await ObserveAsync(Viewed("anonymous:1", "a"), Viewed("anonymous:2", "b"));
        await LinkAsync("anonymous:1", "anonymous:2");
        var (sender, reader) = (AnotherProcess(), AnotherProcess());
        (await SeenAsync("anonymous:2", sender)).ShouldBe(("anonymous:1", 2));
        (await SeenAsync("anonymous:2", reader)).ShouldBe(("anonymous:1", 2));

        await LinkAsync("anonymous:2", Ann);

        (await ObserveAsync(sender, Viewed("anonymous:2", "c"))).ShouldBe([ObservationStatus.Accepted]);
        (await SeenAsync("anonymous:2", reader)).ShouldBe((Ann, 3));
    }

    [Fact]
    public async Task Joins_from_many_processes_at_once_make_one_person()
    {
        await StartAsync(Recent);
        string[] identities = [.. Enumerable.Range(1, 7).Select(index => $"anonymous:{index}"), Ann];
        await ObserveAsync([.. identities.Select(identity => Viewed(identity, identity))]);
        var random = new Random(7);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => (Process: AnotherProcess(), Pairs: random.GetItems(identities, 24))).ToArray().Select(joiner => Task.Run(async () =>
        {
            for (var pair = 0; pair + 1 < joiner.Pairs.Length; pair++)
            {
                if (joiner.Pairs[pair] != joiner.Pairs[pair + 1])
                {
                    (await joiner.Process.LinkAsync([Named(joiner.Pairs[pair]), Named(joiner.Pairs[pair + 1])], Deadline)).ShouldNotBeOfType<LinkResult.Refused>();
                }
            }
        })));
        (await Grid.LinkAsync([.. identities.Select(Named)], Deadline)).ShouldNotBeOfType<LinkResult.Refused>();

        foreach (var identity in identities)
        {
            (await SeenAsync(identity)).ShouldBe((Ann, identities.Length));
        }

        (await Grid.PersonAsync(Some.Profile(Ann), Deadline)).ShouldNotBeNull().Links.Count.ShouldBe(identities.Length - 1);
        (await Grid.StatusAsync(Deadline)).Profiles.ShouldBe(1);
    }

    [Fact]
    public async Task Person_that_takes_signals_all_the_time_is_joined_and_loses_none()
    {
        await StartAsync(Recent);
        await ObserveAsync([.. Enumerable.Range(0, 400).Select(index => Viewed(Visitor, $"before-{index}"))]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Deadline);
        var senders = new[] { Visitor, Ann }.Select(identity => Task.Run(async () =>
        {
            var sent = 0;
            for (var process = AnotherProcess(); !stop.IsCancellationRequested; sent++)
            {
                (await process.ObserveAsync([Viewed(identity, $"{identity}-{sent}")], CancellationToken.None)).ShouldBeOfType<ObserveResult.Observed>();
            }

            return sent;
        })).ToArray();

        (await LinkAsync(Visitor, Ann)).ShouldBeOfType<LinkResult.Linked>();
        (await Grid.UnlinkAsync(Named(Visitor), Deadline)).ShouldBeOfType<UnlinkResult.Unlinked>();
        (await LinkAsync(Visitor, Ann)).ShouldBeOfType<LinkResult.Linked>();

        await stop.CancelAsync();
        var sent = await Task.WhenAll(senders);
        (await SeenAsync(Visitor)).ShouldBe((Ann, 400 + sent.Sum()));
    }
}

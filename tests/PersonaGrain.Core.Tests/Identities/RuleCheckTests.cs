using PersonaGrain.Catalogs;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Signals;
using PersonaGrain.Testing;

namespace PersonaGrain.Identities;

/// <summary>What a part of a look for offenders tells.</summary>
public sealed class RuleCheckTests
{
    private static readonly IdentityKinds OneVisitor = Kinds.Of(("anonymous", static kind => kind with { Limit = 1 })).Identities;

    private static readonly UnlinkResult.Unavailable Gone = new("away", TimeSpan.FromSeconds(1));

    [Fact]
    public async Task People_who_were_passed_over_are_counted_where_their_page_is_finished()
    {
        var people = new PageOfPeople();

        var early = await RuleCheck.OffendersAsync(people, OneVisitor, null, 1, CancellationToken.None);
        var finished = await RuleCheck.OffendersAsync(people, OneVisitor, null, 2, CancellationToken.None);

        (early.Next, early.PassedOver).ShouldBe(("after ann", 0));
        (finished.Next, finished.PassedOver).ShouldBe(("after all", 1));
    }

    [Fact]
    public async Task People_who_were_passed_over_are_counted_where_all_of_their_page_are_parted()
    {
        var people = new PageOfPeople();

        var early = await RuleCheck.ApplyAsync(people, OneVisitor, null, 1, CancellationToken.None);
        var finished = await RuleCheck.ApplyAsync(people, OneVisitor, null, 2, CancellationToken.None);
        people.Away = Some.Profile("anonymous:bea2");
        var stopped = await RuleCheck.ApplyAsync(people, OneVisitor, null, 2, CancellationToken.None);

        (early.Next, early.PassedOver).ShouldBe(("after ann", 0));
        (finished.Next, finished.PassedOver).ShouldBe(("after all", 1));
        (stopped.Next, stopped.PassedOver, stopped.Stopped).ShouldBe(("after ann", 0, Gone));
    }

    /// <summary>Two people of a visitor too many each, and one who could not be read.</summary>
    private sealed class PageOfPeople : IRuledPeople
    {
        public ProfileId? Away { get; set; }

        public ValueTask<JoinedPage> JoinedAsync(string? cursor, int limit, CancellationToken cancellation) =>
            ValueTask.FromResult(new JoinedPage([Person("ann"), Person("bea")], "after all", 1));

        public ValueTask<UnlinkResult?> PartAsync(ProfileId identity, CancellationToken cancellation) =>
            ValueTask.FromResult<UnlinkResult?>(identity == Away ? Gone : new UnlinkResult.Unlinked(identity, Some.Profile("ann")));

        private static JoinedPerson Person(string user) =>
            new(new PersonView(Some.Profile(user), [Link(user, 1), Link(user, 2)], []), $"after {user}");

        private static IdentityLink Link(string user, int minute) => new(
            Some.Profile($"anonymous:{user}{minute}"), "anonymous", Some.Profile(user), Some.Now + TimeSpan.FromMinutes(minute), LinkRule.Request, null, "j");
    }
}

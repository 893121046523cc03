using FsCheck;
using FsCheck.Fluent;
using PersonaGrain.Catalogs;
using PersonaGrain.Identities.Rules;
using PersonaGrain.Laws;
using PersonaGrain.Signals;
using PersonaGrain.Testing;

namespace PersonaGrain.Identities;

/// <summary>Giving offenders back may be stopped anywhere: whoever asks again hears of the rest, and of nobody else.</summary>
public sealed class RuleLaws
{
    private static readonly string[] Names = ["ann", "bea", "cleo", "anonymous:1", "anonymous:2", "anonymous:3", "email:1@x", "email:2@x", "email:3@x", "email:4@x", "device:1", "device:2"];

    private static readonly IdentityKinds Tight = Kinds.Of(
        ("user", static kind => kind with { Blocked = ["cleo"], Priority = 60 }),
        ("email", static kind => kind with { Limit = 1, Blocked = ["1@x"], Priority = 80 }),
        ("device", static kind => kind with { Merge = IdentityMerge.Never }),
        ("anonymous", static kind => kind with { Limit = 2 })).Identities;

    private static readonly Gen<Step[]> Steps =
        (from one in Law.Number(0, Names.Length - 1)
         from other in Law.Number(0, Names.Length - 1)
         from isSignal in Law.Number(0, 2)
         from minutes in Law.Number(0, 1)
         select new Step(one, other, isSignal > 0, minutes)).ArrayOf(12);

    [Fact]
    public void Giving_the_first_back_leaves_what_is_said_of_the_others() => Law.Holds(Steps, steps =>
    {
        foreach (var person in People(steps))
        {
            var offenders = ToUnlink(person);
            offenders.ShouldAllBe(one => one.Identity != person.Profile);
            offenders.Select(static one => one.Identity).ShouldBeUnique();
            var (left, rest) = (offenders, person);
            while (left is [var (first, _), ..])
            {
                rest = Without(rest, first);
                left = ToUnlink(rest);
                left.ShouldBe(offenders.Skip(person.Links.Count - rest.Links.Count));
            }
        }
    }, runs: 1_500);

    [Fact]
    public void Rules_that_are_no_tighter_than_those_of_the_joins_find_nobody_but_users() => Law.Holds(Steps, steps =>
        People(steps).SelectMany(static person => PersonRules.Offenders(person, Kinds.Plain.Identities)).ShouldAllBe(static one => one.Rule == IdentityRule.TwoUsers));

    private static (ProfileId Identity, IdentityRule Rule)[] ToUnlink(PersonView person) =>
        [.. PersonRules.Offenders(person, Tight).Where(static one => one.Remedy == OffenderRemedy.Unlink).Select(static one => (one.Identity, one.Rule))];

    /// <summary>People as joins make them: the one of higher priority holds what both had.</summary>
    private static IEnumerable<PersonView> People(Step[] steps)
    {
        var people = Names.Select(static name => new PersonView(ProfileId.Parse(name), [], [])).ToDictionary(static person => person.Profile);
        var now = Some.Now;
        foreach (var step in steps)
        {
            now += TimeSpan.FromMinutes(step.Minutes);
            var (one, other) = (people[ProfileId.Parse(Names[step.One])], people[ProfileId.Parse(Names[step.Other])]);
            if (one.Profile == other.Profile)
            {
                continue;
            }

            var (winner, loser) = JoinPlan.Compare(one.Profile, other.Profile, Tight) <= 0 ? (one, other) : (other, one);
            var link = new IdentityLink(
                loser.Profile, Identity.Of(loser.Profile, Tight).Kind, winner.Profile, now, step.IsSignal ? LinkRule.Signal : LinkRule.Request, null, "j");
            var together = new PersonView(winner.Profile, [.. winner.Links, .. loser.Links, link], []);
            foreach (var identity in together.Links.Select(static one => one.Identity).Append(winner.Profile))
            {
                people[identity] = together;
            }
        }

        return people.Values.DistinctBy(static person => person.Profile);
    }

    /// <summary>A person as giving an identity back leaves it.</summary>
    private static PersonView Without(PersonView person, ProfileId identity)
    {
        var gone = person.Links.Single(link => link.Identity == identity);
        return person with
        {
            Links = [.. person.Links.Where(link => link != gone).Select(link => link.Into == identity ? link.After(gone, person.Profile) : link)],
        };
    }

    private sealed record Step(int One, int Other, bool IsSignal, int Minutes);
}

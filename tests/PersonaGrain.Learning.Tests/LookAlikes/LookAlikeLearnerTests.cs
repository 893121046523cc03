using PersonaGrain.Catalogs;
using PersonaGrain.Learning.LookAlikes;
using PersonaGrain.Learning.Tests.Outcomes;
using PersonaGrain.Population.LookAlikes;
using PersonaGrain.Population.Outcomes;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;
using Xunit.Abstractions;

namespace PersonaGrain.Learning.Tests.LookAlikes;

public sealed class LookAlikeLearnerTests(ITestOutputHelper output)
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1);

    /// <summary>Members do more of the first measure and less of the second; the third says nothing.</summary>
    private static readonly double[] Truth = [3, -2, 0];

    [Theory]
    [InlineData(SimilarityMethod.Model)]
    [InlineData(SimilarityMethod.Centre)]
    public void Members_are_told_from_others_where_they_differ(SimilarityMethod by)
    {
        var state = Learn(People(4_000, Truth, bias: -3, by: by));

        state.Fault.ShouldBe(LearningFault.None);
        var quality = state.Quality.ShouldNotBeNull();
        output.WriteLine($"{by}: {quality}");
        quality.Low.ShouldBeGreaterThan(0.55);
        (quality.Members, quality.Others).ShouldSatisfyAllConditions(
            () => quality.Members.ShouldBeInRange((int)(0.12 * state.Members), (int)(0.28 * state.Members)),
            () => quality.Others.ShouldBeInRange((int)(0.17 * state.Others), (int)(0.23 * state.Others)));
        state.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void Weights_are_those_of_the_law_and_the_intercept_is_that_of_the_true_numbers()
    {
        var all = People(40_000, Truth, bias: -3);
        var thinned = all with { SomeOthers = [.. all.SomeOthers.Where(static one => one.Person % 10 == 0)] };

        foreach (var people in new[] { all, thinned })
        {
            var model = Learn(people).Model.ShouldNotBeNull();
            model.Weights[0].ShouldBe(3, 0.3);
            model.Weights[1].ShouldBe(-2, 0.3);
            model.Weights[2].ShouldBe(0, 0.3);
            model.Bias.ShouldBe(-3, 0.25);
        }
    }

    [Theory]
    [InlineData(SimilarityMethod.Model)]
    [InlineData(SimilarityMethod.Centre)]
    public void Seed_that_was_picked_by_chance_is_told_by_chance(SimilarityMethod by)
    {
        var states = Enumerable.Range(0, 20).Select(seed => Learn(People(2_000, [0, 0, 0], bias: -1, seed: seed, by: by))).ToArray();

        states.Average(static state => state.Quality!.Auc).ShouldBe(0.5, 0.02);
        states.Count(static state => state.Quality!.Low > 0.5).ShouldBeLessThanOrEqualTo(3);
        states.First(static state => state.Quality!.Low <= 0.5).Notes.ShouldHaveSingleItem().ShouldContain("by chance");
    }

    [Theory]
    [InlineData(49, 500)]
    [InlineData(500, 49)]
    public void Fewer_than_fifty_of_a_kind_give_no_model_and_what_is_missing_is_said(int members, int others)
    {
        var people = People(2_000, Truth, bias: 0);
        var few = people with
        {
            Members = members, SomeMembers = [.. people.SomeMembers.Take(members)], Others = others, SomeOthers = [.. people.SomeOthers.Take(others)],
        };

        var state = Learn(few);

        (state.Fault, state.Model, state.Quality).ShouldBe((LearningFault.TooLittle, null, null));
        state.Notes.ShouldHaveSingleItem().ShouldBe($"too few to learn from: {members} members and {others} others, and it takes 50 of each; so the score is 0");

        var before = Learn(people);
        var after = LookAlikeLearner.Learn(few, before, Now);
        (after.Fault, after.Model).ShouldBe((LearningFault.TooLittle, before.Model));
        after.Quality.ShouldNotBeNull();
        after.Notes.First().ShouldEndWith("the model of before stays");
    }

    [Fact]
    public void Fifty_of_each_are_enough()
    {
        var people = People(2_000, Truth, bias: 0);

        var state = Learn(people with
        {
            Members = 50, SomeMembers = [.. people.SomeMembers.Take(50)], Others = 50, SomeOthers = [.. people.SomeOthers.Take(50)],
        });

        state.Model.ShouldNotBeNull().Version.ShouldBe(1);
    }

    [Fact]
    public void Where_nothing_differs_nothing_is_learned()
    {
        var people = People(400, Truth, bias: 0);
        PersonFeatures[] Same(IEnumerable<PersonFeatures> some) => [.. some.Select(static one => one with { Relevances = [0.2f, 0, 0] })];

        var state = Learn(people with { SomeMembers = Same(people.SomeMembers), SomeOthers = Same(people.SomeOthers) });

        (state.Fault, state.Model).ShouldBe((LearningFault.NothingVaries, null));
        state.Notes.ShouldHaveSingleItem().ShouldContain("no measure differs");
    }

    /// <summary>Ten times as many people of the same law, a tenth of whom change from one generation to the next.</summary>
    [Theory]
    [InlineData(SimilarityMethod.Model)]
    [InlineData(SimilarityMethod.Centre)]
    public void Nothing_flaps_while_people_come_and_go(SimilarityMethod by)
    {
        var everybody = People(8_000, Truth, bias: -2, by: by);
        var state = Learn(Part(everybody, 0));
        for (var generation = 1; generation < 10; generation++)
        {
            var next = LookAlikeLearner.Learn(Part(everybody, generation), state, Now + TimeSpan.FromMinutes(10 * generation));
            next.Model!.IsSameAs(state.Model).ShouldBeTrue($"generation {generation}");
            state = next;
        }
    }

    [Fact]
    public void New_model_takes_its_place_where_the_seed_moved_or_it_is_clearly_better()
    {
        var state = Learn(People(2_000, Truth, bias: -1));

        var other = LookAlikeLearner.Learn(People(2_000, [-3, 2, 0], bias: -1), state, Now);
        (other.Model!.Version, other.Versions).ShouldBe((2, 2));
        other.Model.Weights[0].ShouldBeLessThan(0);

        var same = LookAlikeLearner.Learn(People(2_000, Truth, bias: -1), state, Now);
        same.Model.ShouldBe(state.Model);

        // Learned anew where what is compared is something else, whatever it says.
        LookAlikeLearner.Learn(People(2_000, Truth, bias: -1) with { Features = 8 }, state, Now).Model!.Version.ShouldBe(2);
    }

    [Fact]
    public void Four_times_as_many_members_are_better_evidence()
    {
        var people = People(8_000, Truth, bias: -2);
        SeedPeople Of(int members) => people with { Members = members, SomeMembers = [.. people.SomeMembers.Take(members)] };

        var state = Learn(Of(60));
        LookAlikeLearner.Learn(Of(400), state, Now).Model!.Version.ShouldBe(2);
    }

    [Fact]
    public void Order_of_people_does_not_matter()
    {
        var people = People(2_000, Truth, bias: -1);
        var turned = people with { SomeMembers = [.. people.SomeMembers.Reverse()], SomeOthers = [.. people.SomeOthers.Reverse()] };

        Learn(turned).Model!.Weights.Zip(Learn(people).Model!.Weights).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-9);
    }

    [Fact]
    public void People_without_finite_relevances_are_left_out()
    {
        var people = People(2_000, Truth, bias: -1);

        var state = Learn(people with { SomeOthers = [.. people.SomeOthers, new PersonFeatures(77_777_777, [float.NaN, 0, 0])] });

        state.Model!.Weights.ShouldAllBe(static weight => double.IsFinite(weight));
    }

    /// <summary>Those of Oslo are members twice as often; the number of each person is a trait too, and few have a third.</summary>
    [Fact]
    public void Values_of_traits_that_many_have_are_learned_beside_measures()
    {
        var people = People(3_000, Truth, bias: -1);
        PersonFeatures[] Of(IEnumerable<PersonFeatures> some, int oslo) => [.. some.Select((one, index) => one with
        {
            Values = [new("city", AttributeValue.Of(index % 10 < oslo ? "Oslo" : "Rome")), new("number", AttributeValue.Of((double)one.Person)), .. index < 12 ? [new("rare", AttributeValue.Of(true))] : Array.Empty<TraitValue>()],
        })];

        var plain = Learn(people);
        var state = Learn(people with { SomeMembers = Of(people.SomeMembers, 8), SomeOthers = Of(people.SomeOthers, 4) });

        var model = state.Model.ShouldNotBeNull();
        model.Traits.Select(static one => one.Value.ToString()).ShouldBe(["city Oslo", "city Rome"], ignoreOrder: true);
        var oslo = model.Traits.Single(static one => one.Value.Value.Text == "Oslo");
        (oslo.Members, oslo.Others).ShouldBe((0.8, 0.4), new Shares(0.05));

        // ln(0.8 · 0.6 / (0.2 · 0.4)) = 1.79, shared with Rome under the penalty.
        (oslo.Weight - model.Traits.Single(static one => one.Value.Value.Text == "Rome").Weight).ShouldBe(1.79, 0.35);
        state.Quality!.Auc.ShouldBeGreaterThan(plain.Quality!.Auc + 0.02);
        model.Score(new PersonFeatures(1, [0, 0, 0]) { Values = [oslo.Value] }).ShouldBe(100 * oslo.Weight / model.TotalWeight, 1e-9);
    }

    /// <summary>Sessions that ended in revenue as the seed: others are ranked by how alike they are.</summary>
    [SharedDataTheory(Shoppers.File)]
    [InlineData(SimilarityMethod.Model, 0.85)]
    [InlineData(SimilarityMethod.Centre, 0.55)]
    public void Shoppers_who_buy_are_told_from_others(SimilarityMethod by, double least)
    {
        var shoppers = new Shoppers();

        // The sessions stand by months, and those of a census by numbers that are spread evenly.
        PersonFeatures[] Some(bool occurred, int most) =>
            [.. shoppers.Examples.Where(one => one.Occurred == occurred).OrderBy(static one => unchecked(one.Person * 0x9E3779B97F4A7C15)).Take(most).Select(static one => new PersonFeatures(one.Person, one.Relevances))];
        var (members, others) = (Some(true, LookAlikeCensus.MostMembers), Some(false, LookAlikeCensus.MostOthers));

        var quality = Learn(new SeedPeople("like_buyers", "buyers", by, 7, shoppers.Measures.Length)
        {
            Members = members.Length, Others = shoppers.Examples.Length - members.Length, SomeMembers = members, SomeOthers = others,
        }).Quality.ShouldNotBeNull();

        output.WriteLine($"{by}: {quality}");
        quality.Low.ShouldBeGreaterThan(least);
    }

    private sealed class Shares(double tolerance) : IEqualityComparer<(double Members, double Others)>
    {
        public bool Equals((double Members, double Others) one, (double Members, double Others) other) =>
            Math.Abs(one.Members - other.Members) < tolerance && Math.Abs(one.Others - other.Others) < tolerance;

        public int GetHashCode((double Members, double Others) value) => 0;
    }

    private static LookAlikeState Learn(SeedPeople people) => LookAlikeLearner.Learn(people, null, Now);

    /// <summary>Nine tenths of the people, others each generation.</summary>
    private static SeedPeople Part(SeedPeople people, int generation)
    {
        PersonFeatures[] Of(IEnumerable<PersonFeatures> some) => [.. some.Where(one => (int)(one.Person % 10) != generation)];
        var (members, others) = (Of(people.SomeMembers), Of(people.SomeOthers));
        return people with { Members = members.Length, Others = others.Length, SomeMembers = members, SomeOthers = others };
    }

    private static SeedPeople People(int count, double[] weights, double bias, int seed = 1, SimilarityMethod by = SimilarityMethod.Model)
    {
        var random = new Random(seed);
        var (members, others) = (new List<PersonFeatures>(), new List<PersonFeatures>());
        for (var person = 0; person < count; person++)
        {
            float[] relevances = [.. weights.Select(_ => random.Next(2) == 0 ? 0 : (float)(0.2 + (0.8 * random.NextDouble())))];
            var logOdds = bias + weights.Zip(relevances).Sum(static pair => pair.First * pair.Second);
            (random.NextDouble() < Logistic.Probability(logOdds) ? members : others).Add(new PersonFeatures((ulong)person, relevances));
        }

        return new SeedPeople("like_buyers", "buyers", by, 7, weights.Length)
        {
            Members = members.Count, Others = others.Count, SomeMembers = members, SomeOthers = others,
        };
    }
}

using System.Buffers;
using PersonaGrain.Catalogs;
using PersonaGrain.Profiles;
using PersonaGrain.Time;
using PersonaGrain.Turns;

namespace PersonaGrain.Population;

public sealed class PopulationTests
{
    private static readonly CatalogDocument Catalog = A.Catalog() with
    {
        Scores = new Dictionary<string, ScoreDocument> { ["intent"] = A.ScoreOf(("view", 1)) with { Outcome = "purchase" } },
    };

    private readonly ProfileMachine _machine = A.Machine(Catalog);

    [Fact]
    public void Publish_correlation_is_the_phi_coefficient()
    {
        // Of 100 profiles 40 viewed and bought, 10 only viewed, 10 only bought, 40 did neither: (40·40 − 10·10) / 2500.
        var counts = Counted(Profiles(40, 10, 10, 40));

        var machine = new ProfileMachine(Catalogs.Catalog.Compile(Catalog), new PopulationModel(1, default, counts.Profiles, [counts.Publish()]));

        machine.Population.Correlation(machine.Catalog.Model.Slots[0].Key, "purchase").ShouldBe(0.6, 1e-12);
        var state = machine.Create(A.Start);
        machine.Observe(state, A.Signal("1", "view", A.Start), A.Start, new TurnEffects());
        machine.Explain(state, A.Start)[0].Terms[0].Correlation.ShouldBe(0.6, 1e-12);
    }

    [Fact]
    public void Publish_too_few_profiles_conclude_nothing() =>
        Counted(Profiles(29, 0, 0, 70)).Publish().Of(_machine.Catalog.Model.Slots[0].Key, "purchase").ShouldBe(0);

    [Fact]
    public void Merge_equals_adding_all_and_remove_takes_out()
    {
        var profiles = Profiles(5, 3, 2, 4).ToArray();
        var counted = Counted(profiles[..6]);
        counted.Merge(PopulationCounts.Read(Bytes(Counted(profiles[6..]))));
        var added = new PopulationCounts();
        foreach (var types in profiles)
        {
            added.Add(_machine, Play(types));
        }

        Bytes(counted).ShouldBe(Bytes(added));
        counted.Profiles.ShouldBe(14);
        foreach (var types in profiles)
        {
            counted.Remove(_machine, Play(types));
        }

        Bytes(counted).ShouldBe(Bytes(new PopulationCounts()));
    }

    private PopulationCounts Counted(IEnumerable<string[]> profiles)
    {
        var counts = new PopulationCounts();
        foreach (var types in profiles)
        {
            counts.Add(_machine, Play(types));
        }

        return counts;
    }

    private ProfileState Play(string[] types)
    {
        var state = _machine.Create(A.Start);
        for (var index = 0; index < types.Length; index++)
        {
            _machine.Observe(state, A.Signal($"{index}", types[index], A.Start), A.Start, new TurnEffects());
        }

        return state;
    }

    private static IEnumerable<string[]> Profiles(int both, int viewed, int bought, int neither) =>
    [
        .. Enumerable.Repeat<string[]>(["view", "order", "view"], both),
        .. Enumerable.Repeat<string[]>(["view", "login", "view"], viewed),
        .. Enumerable.Repeat<string[]>(["order"], bought),
        .. Enumerable.Repeat<string[]>(["unheard_of"], neither),
    ];

    private static byte[] Bytes(PopulationCounts counts)
    {
        var buffer = new ArrayBufferWriter<byte>();
        counts.Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }
}

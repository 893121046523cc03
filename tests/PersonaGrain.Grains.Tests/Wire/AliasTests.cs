using System.Reflection;
using PersonaGrain.Grains.Actors;

namespace PersonaGrain.Grains.Tests.Wire;

/// <summary>Names on the wire are chosen, not those of classes, so that code may be renamed.</summary>
public sealed class AliasTests
{
    private static readonly Type[] Types = typeof(IActorGrain).Assembly.GetTypes();

    [Fact]
    public void Everything_on_the_wire_has_an_alias_of_its_own()
    {
        var aliases = Types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute)) || IsGrainInterface(type))
            .Select(type => (type.Name, Alias: type.GetCustomAttribute<AliasAttribute>()?.Alias)).ToArray();

        aliases.Length.ShouldBeGreaterThan(15);
        aliases.ShouldAllBe(entry => entry.Alias != null && entry.Alias.StartsWith("personagrain."));
        aliases.Select(entry => entry.Alias).ShouldBeUnique();
    }

    /// <summary>A silo of the version before calls by these names, with these arguments: add names and further arguments, whose default stands for "not told", and never change one.</summary>
    [Fact]
    public void Calls_are_those_that_were_released()
    {
        var calls = Types.Where(IsGrainInterface)
            .SelectMany(grain => grain.GetMethods().Select(method => $"{NameOf(grain)}/{NameOf(method)}({Arguments(method)})"))
            .Order(StringComparer.Ordinal);

        calls.ShouldBe(
        [
            "personagrain.actor/expect(Int64, TimeSpan)",
            "personagrain.actor/follow(String, Int64, Int32)",
            "personagrain.actor/observe(ObserveRequest)",
            "personagrain.actor/reevaluate(Int32)",
            "personagrain.actor/snapshot(Int32)",
            "personagrain.actor/state(Int32, Boolean)",
            "personagrain.actor/wake(Int32, Instant, Instant)",
            "personagrain.population-census/count(CensusOrder, Int32)",
            "personagrain.population-census/read(Guid, Int32)",
            "personagrain.population-round/keep-alive()",
            "personagrain.population/keep-alive()",
            "personagrain.population/settle()",
            "personagrain.population/tend(Int32, Int64, Int64, Int64)",
            "personagrain.reevaluation/keep-alive(Int32)",
            "personagrain.reevaluation/progress(Int32)",
            "personagrain.schedule/keep-alive()",
            "personagrain.schedule/passed-over(Int32)",
            "personagrain.schedule/settle(Instant, Int32)",
            "personagrain.segment-shard/aggregate()",
            "personagrain.segment-shard/are-members(String[])",
            "personagrain.segment-shard/forget-up-to(Int64)",
            "personagrain.segment-shard/hint()",
            "personagrain.segment-shard/members(String, Int32)",
            "personagrain.segment/aggregate()",
            "personagrain.segment/settle()",
        ]);

        static string? NameOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias;

        static string Arguments(MethodInfo method) => string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name));
    }

    /// <summary>Values are named in messages and in stored states: add names, and never change one.</summary>
    [Fact]
    public void Values_are_named_as_they_were_released() =>
        Types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute)))
            .Select(type => type.GetCustomAttribute<AliasAttribute>()?.Alias)
            .Order(StringComparer.Ordinal)
            .ShouldBe(
            [
                "personagrain.attribute-value",
                "personagrain.census-answer",
                "personagrain.census-order",
                "personagrain.follow-reply",
                "personagrain.instant",
                "personagrain.journal-unavailable",
                "personagrain.member",
                "personagrain.missed-trigger",
                "personagrain.observation-outcome",
                "personagrain.observe-answer",
                "personagrain.observe-request",
                "personagrain.profile-id",
                "personagrain.profile-snapshot",
                "personagrain.reevaluation-state",
                "personagrain.segment-part",
                "personagrain.segment-part-reference",
                "personagrain.segment-shard-state",
                "personagrain.shard-progress",
                "personagrain.signal",
                "personagrain.signal-fault",
                "personagrain.state-answer",
            ]);

    [Fact]
    public void Every_method_of_a_grain_has_an_alias()
    {
        foreach (var method in Types.Where(IsGrainInterface).SelectMany(type => type.GetMethods()))
        {
            method.GetCustomAttribute<AliasAttribute>().ShouldNotBeNull($"{method.DeclaringType!.Name}.{method.Name}");
        }
    }

    [Fact]
    public void Every_grain_says_where_it_is_placed_and_what_it_is_called()
    {
        foreach (var grain in Types.Where(type => type is { IsClass: true, IsAbstract: false } && typeof(Grain).IsAssignableFrom(type)))
        {
            grain.GetCustomAttributes().OfType<Orleans.Placement.PlacementAttribute>().ShouldNotBeEmpty(grain.Name);
            grain.GetCustomAttribute<GrainTypeAttribute>().ShouldNotBeNull(grain.Name);
        }
    }

    private static bool IsGrainInterface(Type type) => type.IsInterface && typeof(IGrain).IsAssignableFrom(type);
}

using System.Reflection;
using PersonaGrain.Grains.Profiles;

namespace PersonaGrain.Grains.Tests.Wire;

/// <summary>Names on the wire are chosen, not those of classes, so that code may be renamed.</summary>
public sealed class AliasTests
{
    private static readonly Type[] Types = typeof(IProfileGrain).Assembly.GetTypes();

    [Fact]
    public void Everything_on_the_wire_has_an_alias_of_its_own()
    {
        var aliases = Types.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute)) || IsGrainInterface(type))
            .Select(type => (type.Name, Alias: type.GetCustomAttribute<AliasAttribute>()?.Alias)).ToArray();

        aliases.Length.ShouldBeGreaterThan(15);
        aliases.ShouldAllBe(entry => entry.Alias != null && entry.Alias.StartsWith("personagrain."));
        aliases.Select(entry => entry.Alias).ShouldBeUnique();
    }

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

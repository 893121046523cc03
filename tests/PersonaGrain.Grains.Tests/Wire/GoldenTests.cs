using System.Reflection;
using PersonaGrain.Grains.Actors;

namespace PersonaGrain.Grains.Tests.Wire;

/// <summary>
/// What silos of one cluster say to each other, and what they store, byte by byte. A silo of the version before must read it
/// during a rolling upgrade: when a test here fails, the format changed. Add fields with new ids instead, and a new golden text.
/// </summary>
public sealed class GoldenTests
{
    /// <summary>A field with the next id and one byte of content, as a later version may add.</summary>
    private const string LaterField = "410378";

    private const string EndOfObject = "E0";

    public static TheoryData<string> Names => [.. Goldens.All.Select(golden => golden.Name)];

    public static TheoryData<string, string> Former
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, bytes) in Goldens.Former)
            {
                data.Add(name, bytes);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Format_is_the_one_that_was_released(string name) => Goldens.Named(name).Write().ShouldBe(Goldens.Named(name).Bytes);

    [Theory]
    [MemberData(nameof(Names))]
    public void Released_bytes_are_read_back(string name) => Goldens.Named(name).Rewrite(Goldens.Named(name).Bytes).ShouldBe(Goldens.Named(name).Bytes);

    [Theory]
    [MemberData(nameof(Former))]
    public void Bytes_of_before_a_field_was_added_are_read(string name, string bytes) => Goldens.Named(name).Rewrite(bytes).ShouldBe(Goldens.Named(name).Bytes);

    [Theory]
    [MemberData(nameof(Names))]
    public void Fields_of_a_later_version_are_skipped(string name)
    {
        var bytes = Goldens.Named(name).Bytes;
        bytes.ShouldEndWith(EndOfObject);

        Goldens.Named(name).Rewrite(bytes[..^EndOfObject.Length] + LaterField + EndOfObject).ShouldBe(bytes);
    }

    [Fact]
    public void Everything_on_the_wire_has_a_golden_text()
    {
        var types = typeof(IActorGrain).Assembly.GetTypes();
        var converted = types
            .Where(type => type.IsDefined(typeof(RegisterConverterAttribute)))
            .SelectMany(type => type.GetInterfaces())
            .Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IConverter<,>))
            .ToDictionary(contract => contract.GenericTypeArguments[1], contract => contract.GenericTypeArguments[0]);

        var missing = types
            .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute)))
            .Select(type => converted.GetValueOrDefault(type, type))
            .Except(Goldens.All.Select(golden => golden.Type));

        missing.ShouldBeEmpty();
    }
}

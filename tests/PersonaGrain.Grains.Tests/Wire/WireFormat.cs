using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace PersonaGrain.Grains.Tests.Wire;

/// <summary>Bytes as silos exchange and store them.</summary>
internal static class WireFormat
{
    private static readonly Serializer Serializer = new ServiceCollection().AddSerializer().BuildServiceProvider().GetRequiredService<Serializer>();

    public static string Write<T>(T value) => Convert.ToHexString(Serializer.SerializeToArray(value));

    public static T Read<T>(string hex)
        where T : notnull => Serializer.Deserialize<T>(Convert.FromHexString(hex))!;
}

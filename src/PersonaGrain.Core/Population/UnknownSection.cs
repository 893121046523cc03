using System.Buffers;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Population;

/// <summary>A section that a later version of the program wrote: it decides nothing here, and is handed on as it is.</summary>
public sealed class UnknownSection(string name, byte version, byte[] body) : PopulationSection
{
    /// <inheritdoc />
    public override string Name => name;

    /// <inheritdoc />
    public override byte Version => version;

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> target) => target.Write(body);

    /// <inheritdoc />
    public override bool Decides(Catalog catalog, PopulationSection? before) => false;
}

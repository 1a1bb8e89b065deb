"""The one XML parser for files from elsewhere: no document types, no entities, no outside references, no huge trees."""

from lxml import etree

from qa.errors import BadPlan

#: Bytes. The body of a plan is below 2 MB; a tree takes about twenty times as much memory.
_LARGEST = 16 * 1024 * 1024


def parse_xml(data: bytes) -> etree._Element:
    """The root element. Raises BadPlan: damaged, larger than 16 MB, with a DOCTYPE, or deeper than
    libxml2 allows (256 levels; office documents stay under 100)."""
    if len(data) > _LARGEST:
        raise BadPlan("文件中的 XML 过大，超出 16 MB 的限制，请拆分后再试。")
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadPlan("文件中的 XML 已损坏或结构异常，无法读取，请用办公软件打开后另存再试。") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise BadPlan("文件中的 XML 带有文档类型声明（DOCTYPE），不安全，已拒绝读取。请用办公软件另存后再试。")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )

// Makes one tree like another while keeping every node that is alike, so that pictures do not load again, styles do
// not flash and the page does not jump.

/** Makes the children of a node like those of another; `from` may belong to another document. */
export function morphChildren(to: Node, from: Node): void {
  morphNodes(to, null, [...to.childNodes], [...from.childNodes]);
}

/** Makes neighbouring nodes like others. They stand in `parent`, before `end` or last. */
export function morphNodes(
  parent: Node,
  end: Node | null,
  before: readonly ChildNode[],
  after: readonly ChildNode[],
): void {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start]!.isEqualNode(after[start]!)) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same)!.isEqualNode(after.at(-1 - same)!)) same++;
  const old = before.slice(start, before.length - same);
  const fresh = after.slice(start, after.length - same);
  const next = same > 0 ? before[before.length - same]! : end;
  replaceRun(parent, next, old, fresh);
}

// Nodes in between are taken pair by pair. What is left over on one side goes or comes.
function replaceRun(
  parent: Node,
  next: Node | null,
  old: readonly ChildNode[],
  fresh: readonly ChildNode[],
): void {
  old.forEach((node, index) => {
    const wanted = fresh[index];
    if (!wanted) node.remove();
    else if (!morphNode(node, wanted)) parent.replaceChild(adopt(parent, wanted), node);
  });
  for (const node of fresh.slice(old.length)) parent.insertBefore(adopt(parent, node), next);
}

function adopt(parent: Node, node: Node): Node {
  return (parent.ownerDocument ?? (parent as Document)).importNode(node, true);
}

/** Makes a node like another of its kind; answers whether they are of one kind. */
function morphNode(node: ChildNode, wanted: ChildNode): boolean {
  if (node.nodeType !== wanted.nodeType || node.nodeName !== wanted.nodeName) return false;
  if (isElement(node) && isElement(wanted)) {
    if (node.namespaceURI !== wanted.namespaceURI || loadsOnce(node)) return node.isEqualNode(wanted);
    morphAttributes(node, wanted);
    morphChildren(node, wanted);
  } else if (node.nodeValue !== wanted.nodeValue) node.nodeValue = wanted.nodeValue;
  return true;
}

const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;

// These do not look again when their sources change, or keep what was played and pressed: they are exchanged.
const loadsOnce = ({ localName }: Element): boolean =>
  ["video", "audio", "picture", "base"].includes(localName);

/** Makes the attributes of an element like those of another. */
export function morphAttributes(element: Element, wanted: Element): void {
  for (const { name } of [...element.attributes])
    if (!wanted.hasAttribute(name)) element.removeAttribute(name);
  for (const attribute of wanted.attributes) {
    const { namespaceURI, name, value } = attribute;
    if (element.getAttribute(name) !== value) element.setAttributeNS(namespaceURI, name, value);
  }
}
